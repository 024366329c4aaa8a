using System.Globalization;
using Dino.Figures.Drawing;
using Dino.Repro.Baselines;
using Dino.Repro.Runs;

namespace Dino.Repro.Gating.Checks;

/// <summary>Compares the report's pictures where they show the same detections.</summary>
internal static class FigureCheck
{
    private const string Group = "figures";

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        if (BaselineFolder.Manifest(context.Baseline.Figures) is not { } manifest)
        {
            return [GateRow.Skipped(Group, "pictures", $"no baseline in {context.Baseline.Figures}")];
        }

        return ShowTheSame(manifest.Run, context.Run)
            ? Directory.EnumerateFiles(context.Baseline.Figures, "*.png").Order(StringComparer.Ordinal).Select(path => Compare(context, path))
            : [GateRow.Skipped(Group, "pictures", "the detections are not the baseline's bit by bit, so that the pictures must differ")];
    }

    private static GateRow Compare(GateContext context, string thumbnail)
    {
        var name = Path.GetFileNameWithoutExtension(thumbnail);
        var picture = Path.Combine(context.Folder.Figures, name + ".png");
        if (!File.Exists(picture))
        {
            return GateRow.Failed(Group, name, $"{picture} is missing");
        }

        var distance = Thumbnail.Distance(thumbnail, picture);
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
