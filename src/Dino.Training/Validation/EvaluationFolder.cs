using System.Text.Json;
using System.Text.Json.Nodes;
using Dino.Evaluation;
using Dino.Storage;
using Dino.Training.Logs;

namespace Dino.Training.Validation;

/// <summary>The files that an evaluation leaves: <c>metrics.json</c>, <c>coco-table.txt</c> in pycocotools' words, <c>detections.json</c> (a COCO results list)
/// and <c>log.txt</c> with one line of the reference's test_ keys.</summary>
public static class EvaluationFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Each file appears whole or not at all, <c>metrics.json</c> last, so that its presence says that the rest is there.</summary>
    public static void Write(string folder, ModelEvaluationResult report)
    {
        report.Detections.Save(Path.Combine(folder, "detections.json"));
        AtomicFile.WriteText(Path.Combine(folder, "coco-table.txt"), CocoSummary.Format(report.Coco.Stats));
        AtomicFile.WriteText(Path.Combine(folder, "log.txt"), EpochLog.TestOnly(report) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, "metrics.json"), Metrics(report).ToJsonString(Indented) + "\n");
    }

    private static JsonObject Metrics(ModelEvaluationResult report) => new()
    {
        ["stats"] = Numbers(report.Coco.Stats),
        ["stats_names"] = new JsonArray([.. CocoEvaluationResult.StatsNames.Select(name => (JsonNode)name)]),
        ["per_category"] = new JsonObject(report.Coco.PerCategory.Select(
            category => KeyValuePair.Create(category.Key.ToString(), (JsonNode?)Numbers(category.Value)))),
        ["losses"] = new JsonObject(report.Losses.Select(loss => KeyValuePair.Create(loss.Key, (JsonNode?)loss.Value))),
    };

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode)value)]);
}
