using System.Text.Json.Nodes;
using Dino.Training.Validation;

namespace Dino.Training.Logs;

/// <summary>Lines of <c>log.txt</c>: one JSON object an epoch with the reference's keys in its order (main.py; dino-spec 15).</summary>
public static class EpochLog
{
    public static string Line(EpochRecord record)
    {
        var line = new JsonObject { ["train_lr"] = record.LearningRate };
        foreach (var (name, value) in record.Losses)
        {
            line["train_" + name] = value;
        }

        AddTest(line, record.Evaluation);
        line["best_res"] = record.BestAp;
        line["best_ep"] = record.BestEpoch;
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
        AddTest(line, test);
        return line.ToJsonString();
    }

    private static void AddTest(JsonObject line, ModelEvaluationResult test)
    {
        foreach (var (name, value) in test.Losses)
        {
            line["test_" + name] = value;
        }

        line["test_coco_eval_bbox"] = new JsonArray([.. test.Coco.Stats.Select(value => (JsonNode)value)]);
    }
}
