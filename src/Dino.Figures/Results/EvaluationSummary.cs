using System.Text.Json;
using Dino.Core;

namespace Dino.Figures.Results;

/// <summary>The numbers of one evaluation, as <c>metrics.json</c> has them.</summary>
/// <param name="Name">What was evaluated, for legends: "pretrained", "fine-tuned".</param>
/// <param name="Stats">COCO's 12 numbers in pycocotools' order; -1 where there is nothing to measure.</param>
/// <param name="Losses">Means over the images under the reference's log keys (without "test_"): loss, loss_ce, class_error, ...</param>
public sealed record EvaluationSummary(string Name, IReadOnlyList<double> Stats, IReadOnlyDictionary<string, double> Losses)
{
    /// <summary>Length of <see cref="Stats"/>.</summary>
    public const int StatsCount = 12;

    /// <summary>Reads <c>metrics.json</c>.</summary>
    /// <exception cref="BadInputException">Not such a file; the message names it and what was expected.</exception>
    public static EvaluationSummary Load(string name, string path) => InputJson.Examine(
        path,
        root => new EvaluationSummary(name, StatsOf(root.GetProperty("stats")), NumbersOf(root.GetProperty("losses"))),
        "a metrics file, an object with stats and losses");

    /// <exception cref="JsonException">Not as many numbers as there are statistics.</exception>
    internal static IReadOnlyList<double> StatsOf(JsonElement numbers)
    {
        double[] stats = [.. numbers.EnumerateArray().Select(value => value.GetDouble())];
        return stats.Length == StatsCount
            ? stats
            : throw new JsonException($"stats has {stats.Length} numbers; expected {StatsCount}");
    }

    internal static Dictionary<string, double> NumbersOf(JsonElement numbers)
        => numbers.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Number).ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());
}
