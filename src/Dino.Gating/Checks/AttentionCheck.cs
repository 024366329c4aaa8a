using System.Globalization;
using Dino.Figures.Attention;
using Dino.Gating.Baselines;
using Dino.Gating.Comparison;

namespace Dino.Gating.Checks;

/// <summary>Compares where the same detections looked: sampling weights and locations, array by array.</summary>
internal static class AttentionCheck
{
    private const string WeightsSuffix = "-weights.npy";
    private const string LocationsSuffix = "-locations.npy";

    /// <summary>Also the name of the folder, in a run and in a baseline.</summary>
    private const string Group = "attention";

    /// <summary>Whether a file of a run is one of the arrays.</summary>
    public static bool IsArray(string file) => file.StartsWith(Group + "/", StringComparison.Ordinal)
        && (file.EndsWith(WeightsSuffix, StringComparison.Ordinal) || file.EndsWith(LocationsSuffix, StringComparison.Ordinal));

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        if (RunFacts.FineTunedWeights(context.BaselineRun) != RunFacts.FineTunedWeights(context.Run))
        {
            return [GateRow.Skipped(Group, "arrays", "the fine-tuned weights are not the baseline's bit by bit, so that other queries may have become the best detections")];
        }

        return context.Baseline.FilesOf(Group, WeightsSuffix)
            .Select(file => Compare(context, file[(Group.Length + 1)..^WeightsSuffix.Length]));
    }

    private static GateRow Compare(GateContext context, string subject)
    {
        var (weightsFile, locationsFile) = ($"{Group}/{subject}{WeightsSuffix}", $"{Group}/{subject}{LocationsSuffix}");
        if (context.Recorded(weightsFile) is not { } runWeights || context.Recorded(locationsFile) is not { } runLocations)
        {
            return GateRow.Failed(Group, subject, $"{weightsFile} or its locations are missing in the run");
        }

        var (weights, shape) = NumpyFile.Read(context.Baseline.Locate(weightsFile));
        var (newWeights, newShape) = NumpyFile.Read(runWeights);
        if (!shape.AsSpan().SequenceEqual(newShape))
        {
            return GateRow.Failed(Group, subject, $"weights have the shape [{string.Join(", ", newShape)}]; the baseline's [{string.Join(", ", shape)}]");
        }

        var locations = NumpyFile.Read(context.Baseline.Locate(locationsFile)).Values;
        var newLocations = NumpyFile.Read(runLocations).Values;
        if (locations.Length != 2 * weights.Length || newLocations.Length != locations.Length)
        {
            return GateRow.Failed(
                Group, subject,
                $"{locations.Length} and {newLocations.Length} numbers of locations; expected two for each of {weights.Length}");
        }

        var distance = Distance(weights, newWeights, locations, newLocations);
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
