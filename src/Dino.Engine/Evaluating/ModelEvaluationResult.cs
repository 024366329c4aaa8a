using System.Text.Json.Nodes;
using Dino.Evaluation;

namespace Dino.Engine.Evaluating;

/// <summary>A model's results on a dataset.</summary>
/// <param name="Coco">The COCO statistics.</param>
/// <param name="Detections">What they were computed from, COCO results order: image id ascending, best first.</param>
/// <param name="Losses">Means over the images under the reference's log keys (without "test_").</param>
/// <param name="Images">Images evaluated.</param>
/// <param name="WaitedForData">Time that the model stood still because no image was ready.</param>
public sealed record ModelEvaluationResult(
    CocoEvaluationResult Coco, CocoDetections Detections, IReadOnlyList<KeyValuePair<string, double>> Losses, int Images, TimeSpan WaitedForData)
{
    /// <summary>Wall time of the images and of their evaluation.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>stats[0]: mean AP over IoU 0.50:0.95; -1 without ground truth.</summary>
    public double Ap => Coco.Stats[0];

    /// <summary>Adds losses and COCO statistics to a line of the reference's log.</summary>
    /// <param name="prefix">Begins every key, such as "test_".</param>
    public void AddTo(JsonObject line, string prefix)
    {
        foreach (var (name, value) in Losses)
        {
            line[prefix + name] = value;
        }

        line[prefix + "coco_eval_bbox"] = new JsonArray([.. Coco.Stats.Select(value => (JsonNode)value)]);
    }
}
