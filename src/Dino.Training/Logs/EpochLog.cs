using System.Text.Json.Nodes;
using Dino.Training.Checkpointing;
using Dino.Training.Validation;

namespace Dino.Training.Logs;

/// <summary>Lines of <c>log.txt</c>: one JSON object an epoch with the reference's keys in its order (main.py; dino-spec 15).</summary>
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

        AddTest(line, "test_", record.Evaluation);
        if (record.EmaEvaluation is { } average)
        {
            AddTest(line, "ema_test_", average);
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

    /// <summary>What the reference writes with --eval.</summary>
    public static string TestOnly(ModelEvaluationResult test)
    {
        var line = new JsonObject();
        AddTest(line, "test_", test);
        return line.ToJsonString();
    }

    private static void AddBest(JsonObject line, string prefix, BestResult best)
    {
        line[prefix + "best_res"] = best.Ap;
        line[prefix + "best_ep"] = best.Epoch;
    }

    private static void AddTest(JsonObject line, string prefix, ModelEvaluationResult test)
    {
        foreach (var (name, value) in test.Losses)
        {
            line[prefix + name] = value;
        }

        line[prefix + "coco_eval_bbox"] = new JsonArray([.. test.Coco.Stats.Select(value => (JsonNode)value)]);
    }
}
