using System.Text.Json;
using Dino.Core;

namespace Dino.Figures.Results;

/// <summary>Reads <c>log.txt</c>: one JSON object an epoch with the reference's keys.</summary>
public static class TrainingLog
{
    private const string TrainPrefix = "train_";
    private const string TestPrefix = "test_";
    private const string Expected = "an epoch, an object with epoch, train_lr and test_coco_eval_bbox";

    /// <exception cref="BadInputException">A line is not such an object; the message names file, line and expectation.</exception>
    public static IReadOnlyList<TrainingEpoch> Load(string path)
    {
        TrainingEpoch[] epochs =
        [
            .. InputFile.ReadAllText(path).Split('\n', StringSplitOptions.TrimEntries).Index().Where(line => line.Item.Length > 0)
                .Select(line => InputJson.ExamineText(line.Item, $"{path}: line {line.Index + 1}", Parse, Expected)),
        ];
        return epochs.Length > 0 ? epochs : throw new BadInputException($"{path}: has no epoch; expected a line for each");
    }

    private static TrainingEpoch Parse(JsonElement line)
    {
        var numbers = EvaluationSummary.NumbersOf(line);
        return new TrainingEpoch(
            line.GetProperty("epoch").GetInt32(), line.GetProperty("train_lr").GetDouble(),
            Under(numbers, TrainPrefix), Under(numbers, TestPrefix),
            EvaluationSummary.StatsOf(line.GetProperty("test_coco_eval_bbox")),
            line.TryGetProperty("ema_test_coco_eval_bbox", out var average) ? EvaluationSummary.StatsOf(average)[0] : null);
    }

    private static Dictionary<string, double> Under(Dictionary<string, double> numbers, string prefix)
        => numbers.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}
