using System.Text.Json.Nodes;
using Dino.Engine.Evaluating;
using Dino.Training.Checkpointing;

namespace Dino.Training.Logs;

/// <summary>Lines of <c>log.txt</c>: one JSON object per epoch with the keys and the order of the reference's main.py.</summary>
public static class EpochLog
{
    /// <summary>Of the rate among the averages, where it changes inside an epoch; else the record has it.</summary>
    public const string LearningRate = "lr";

    public static string Line(EpochRecord record)
    {
        var line = new JsonObject { ["train_lr"] = record.LearningRate };
        foreach (var (name, value) in record.Losses)
        {
            line["train_" + name] = value;
        }

        record.Evaluation.AddTo(line, "test_");
        if (record.EmaEvaluation is { } average)
        {
            average.AddTo(line, "ema_test_");
            AddBest(line, "all_", record.Best.With(record.BestEma.Ap, record.BestEma.Epoch));
            AddBest(line, "regular_", record.Best);
            AddBest(line, "ema_", record.BestEma);
        }
        else
        {
            AddBest(line, "", record.Best);
        }

        line["epoch"] = record.Epoch;
        line["n_parameters"] = record.Parameters;
        line["now_time"] = record.Now.ToString("yyyy-MM-dd HH:mm:ss.ffffff");
        line["epoch_time"] = $"{(int)record.Duration.TotalHours}:{record.Duration.Minutes:00}:{record.Duration.Seconds:00}";
        return line.ToJsonString();
    }

    private static void AddBest(JsonObject line, string prefix, BestResult best)
    {
        line[prefix + "best_res"] = best.Ap;
        line[prefix + "best_ep"] = best.Epoch;
    }
}

/// <summary>What a line of <c>log.txt</c> tells.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="LearningRate">Of the main group in this epoch.</param>
/// <param name="Losses">Means over the epoch's steps.</param>
/// <param name="Evaluation">After the epoch.</param>
/// <param name="EmaEvaluation">The same of the moving average; null without.</param>
/// <param name="Best">Of the weights so far, this epoch included.</param>
/// <param name="BestEma">Of the average.</param>
/// <param name="Parameters">Numbers that train.</param>
/// <param name="Now">Local time of the line.</param>
/// <param name="Duration">Training and evaluation of this epoch.</param>
public sealed record EpochRecord(
    int Epoch,
    double LearningRate,
    IReadOnlyList<KeyValuePair<string, double>> Losses,
    ModelEvaluationResult Evaluation,
    ModelEvaluationResult? EmaEvaluation,
    BestResult Best,
    BestResult BestEma,
    long Parameters,
    DateTimeOffset Now,
    TimeSpan Duration);
