using System.Globalization;
using Dino.Figures.Attention;
using Dino.Repro.Baselines;

namespace Dino.Repro.Gating.Checks;

/// <summary>Compares where the same detections looked: sampling weights and locations, array by array.</summary>
internal static class AttentionCheck
{
    public const string WeightsSuffix = "-weights.npy";
    public const string LocationsSuffix = "-locations.npy";

    private const string Group = "attention";

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        if (BaselineFolder.Manifest(context.Baseline.Attention) is not { } manifest)
        {
            return [GateRow.Skipped(Group, "arrays", $"no baseline in {context.Baseline.Attention}")];
        }

        if (RunFacts.FineTunedWeights(manifest.Run) != RunFacts.FineTunedWeights(context.Run))
        {
            return [GateRow.Skipped(Group, "arrays", "the fine-tuned weights are not the baseline's bit by bit, so that other queries may have become the best detections")];
        }

        return Subjects(context.Baseline.Attention).Select(subject => Compare(context, subject));
    }

    /// <summary>Detections whose arrays lie in a folder.</summary>
    public static IEnumerable<string> Subjects(string folder) => Directory.EnumerateFiles(folder, "*" + WeightsSuffix)
        .Select(path => Path.GetFileName(path)[..^WeightsSuffix.Length])
        .Order(StringComparer.Ordinal);

    private static GateRow Compare(GateContext context, string subject)
    {
        var (old, now) = (Path.Combine(context.Baseline.Attention, subject), Path.Combine(context.Folder.Attention, subject));
        if (!File.Exists(now + WeightsSuffix) || !File.Exists(now + LocationsSuffix))
        {
            return GateRow.Failed(Group, subject, $"{now}{WeightsSuffix} or its locations are missing");
        }

        var (weights, shape) = NumpyFile.Read(old + WeightsSuffix);
        var (newWeights, newShape) = NumpyFile.Read(now + WeightsSuffix);
        if (!shape.AsSpan().SequenceEqual(newShape))
        {
            return GateRow.Failed(Group, subject, $"weights have the shape [{string.Join(", ", newShape)}]; the baseline's [{string.Join(", ", shape)}]");
        }

        var distance = Distance(weights, newWeights, NumpyFile.Read(old + LocationsSuffix).Values, NumpyFile.Read(now + LocationsSuffix).Values);
        var limit = context.Limits.MaxAttentionDistance;
        // Written so that NaN fails.
        var passes = distance <= limit;
        return GateRow.Of(
            Group, subject, passes ? GateStatus.Pass : GateStatus.Fail, 0, distance, distance, limit,
            string.Create(CultureInfo.InvariantCulture, $"distance {distance:0.0000}, {(passes ? "within" : "more than")} {limit:0.0000}"));
    }

    /// <summary>The larger of the total variation of the weights and the weighted mean distance of the locations, both averaged over layers and heads.</summary>
    private static double Distance(float[] weights, float[] newWeights, float[] locations, float[] newLocations)
    {
        double variation = 0, moved = 0, mass = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            variation += Math.Abs((double)newWeights[i] - weights[i]) / 2;
            moved += weights[i] * double.Hypot((double)newLocations[2 * i] - locations[2 * i], (double)newLocations[(2 * i) + 1] - locations[(2 * i) + 1]);
            mass += weights[i];
        }

        // The weights of one layer and head sum to 1, so that their whole mass is the number of layers times heads. Math.Max lets NaN through.
        return Math.Max(variation, moved) / mass;
    }
}
