using System.Text.Json;
using Dino.Core;

namespace Dino.Figures.Results;

/// <summary>Reads <c>log.txt</c>: one JSON object an epoch with the reference's keys.</summary>
public static class TrainingLog
{
    private const string TrainPrefix = "train_";
    private const string TestPrefix = "test_";

    /// <exception cref="BadInputException">A line is not such an object; the message names file, line and expectation.</exception>
    public static IReadOnlyList<TrainingEpoch> Load(string path)
        => [.. File.ReadLines(path).Index().Where(line => line.Item.Length > 0).Select(line => Parse(line.Item, $"{path}: line {line.Index + 1}"))];

    private static TrainingEpoch Parse(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var numbers = EvaluationSummary.NumbersOf(root);
            return new TrainingEpoch(
                root.GetProperty("epoch").GetInt32(), root.GetProperty("train_lr").GetDouble(), Under(numbers, TrainPrefix), Under(numbers, TestPrefix),
                [.. root.GetProperty("test_coco_eval_bbox").EnumerateArray().Select(value => value.GetDouble())],
                root.TryGetProperty("ema_test_coco_eval_bbox", out var average) ? average.EnumerateArray().First().GetDouble() : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BadInputException($"{place}: not an epoch ({exception.Message}); expected an object with epoch, train_lr and test_coco_eval_bbox", exception);
        }
    }

    private static Dictionary<string, double> Under(Dictionary<string, double> numbers, string prefix)
        => numbers.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}
