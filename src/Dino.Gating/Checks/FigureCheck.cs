using System.Globalization;
using Dino.Figures.Drawing;
using Dino.Gating.Comparison;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Checks;

/// <summary>Compares the report's pictures where they show the same detections.</summary>
internal static class FigureCheck
{
    /// <summary>Also the name of the folder, in a run and in a baseline.</summary>
    private const string Group = "figures";

    private const string Ending = ".png";

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        return ShowTheSame(context.BaselineRun, context.Run)
            ? context.Baseline.FilesOf(Group, Ending).Select(file => Compare(context, file))
            : [GateRow.Skipped(Group, "pictures", "the detections are not the baseline's bit by bit, so that the pictures must differ")];
    }

    /// <summary>Whether a file of a run is a figure of its report.</summary>
    public static bool IsFigure(string file)
        => file.StartsWith(Group + "/", StringComparison.Ordinal)
        && file.EndsWith(Ending, StringComparison.Ordinal)
        && file.Count(c => c == '/') == 1;

    private static GateRow Compare(GateContext context, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (context.Recorded(file) is not { } picture)
        {
            return GateRow.Failed(Group, name, $"{file} is missing in the run");
        }

        var distance = Thumbnail.Distance(context.Baseline.Locate(file), picture);
        var limit = context.Limits.MaxFigureDistance;
        return GateRow.Of(
            Group, name, distance <= limit ? GateStatus.Pass : GateStatus.Fail, 0, distance, distance, limit,
            string.Create(CultureInfo.InvariantCulture, $"mean difference {distance:0.0000}, {(distance <= limit ? "within" : "more than")} {limit:0.0000}"));
    }

    private static bool ShowTheSame(RunManifest baseline, RunManifest run)
        => Hashes(baseline).SequenceEqual(Hashes(run), StringComparer.Ordinal);

    private static IEnumerable<string> Hashes(RunManifest run) => run.Stages.Values
        .SelectMany(stage => stage.Outputs)
        .Where(output => Path.GetFileName(output.Key) is GatedEvaluation.Detections)
        .OrderBy(output => output.Key, StringComparer.Ordinal)
        .Select(output => output.Value);
}
