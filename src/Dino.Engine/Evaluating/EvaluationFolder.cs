using System.Text.Json.Nodes;
using Dino.Core;
using Dino.Evaluation;

namespace Dino.Engine.Evaluating;

/// <summary>The files that an evaluation leaves: <c>metrics.json</c> (as <c>dino evaluate-coco --json</c> writes it, with the losses), <c>coco-table.txt</c> in
/// pycocotools' words, <c>detections.json</c> (a COCO results list) and <c>log.txt</c> with one line of the reference's test_ keys.</summary>
public static class EvaluationFolder
{
    private const string DetectionsFile = "detections.json";

    /// <summary>Each file appears whole or not at all, <c>metrics.json</c> last, so that its presence says that the rest is there.</summary>
    /// <param name="baseline">Detections on the same images to compare with; null for none.</param>
    /// <returns>What <c>metrics.json</c> holds. It names files by their place in the run, so that it says the same wherever the run lies.</returns>
    public static EvaluationReport Write(string folder, ModelEvaluationResult result, CocoDetections? baseline = null)
    {
        result.Detections.Save(Path.Combine(folder, DetectionsFile));
        AtomicFile.WriteText(Path.Combine(folder, "coco-table.txt"), CocoSummary.Format(result.Coco.Stats));
        AtomicFile.WriteText(Path.Combine(folder, "log.txt"), Log(result));
        var compared = baseline is null ? null : CocoEvaluator.Evaluate(result.Coco.GroundTruth, baseline, result.Coco.Options);
        var report = EvaluationReport.Create(result.Coco, new BootstrapOptions(), compared) with
        {
            GroundTruth = Path.GetFileName(result.Coco.GroundTruth.Source),
            Detections = DetectionsFile,
            Baseline = baseline is null ? null : Path.GetRelativePath(folder, baseline.Source),
            Losses = result.Losses.ToDictionary(),
        };
        ReportJson.Write(Path.Combine(folder, "metrics.json"), report);
        return report;
    }

    /// <summary>What the reference writes with --eval.</summary>
    private static string Log(ModelEvaluationResult result)
    {
        var line = new JsonObject();
        result.AddTo(line, "test_");
        return line.ToJsonString() + "\n";
    }
}
