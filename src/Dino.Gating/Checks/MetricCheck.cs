using System.Globalization;
using Dino.Core;
using Dino.Evaluation;
using Dino.Figures.Results;
using Dino.Gating.Comparison;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Checks;

/// <summary>Compares the detections of two evaluations image by image.</summary>
internal static class MetricCheck
{
    /// <summary>The evaluator adds up in a fixed order; what a metrics file holds reads back to the same double.</summary>
    private const double EvaluatorTolerance = 1e-9;

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        var groundTruth = CocoGroundTruth.Load(context.GroundTruth);
        return GatedEvaluation.Of(context.Folder, context.Limits).SelectMany(evaluation => Compare(context, groundTruth, evaluation));
    }

    /// <summary>Evaluates a run's stored detections again.</summary>
    /// <exception cref="BadInputException">They do not give the stored numbers.</exception>
    public static void RequireOwnNumbers(RunFolder folder, string groundTruthFile)
    {
        var groundTruth = CocoGroundTruth.Load(groundTruthFile);
        foreach (var part in GatedEvaluation.Names.Select(name => Path.Combine(folder.Root, name)))
        {
            var file = Path.Combine(part, GatedEvaluation.Metrics);
            var detections = CocoDetections.Load(Path.Combine(part, GatedEvaluation.Detections));
            var result = CocoEvaluator.Evaluate(groundTruth, detections);
            if (Evaluator("run's detections", result, file) is { Status: GateStatus.Fail } row)
            {
                throw new BadInputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: says {row.Baseline:0.0000} where the detections give {row.Now:0.0000}; "
                    + $"dino reproduce --force makes the run again"));
            }
        }
    }

    private static IEnumerable<GateRow> Compare(GateContext context, CocoGroundTruth groundTruth, GatedEvaluation evaluation)
    {
        var stored = context.Baseline.Locate($"{evaluation.Name}/{GatedEvaluation.StoredDetections}");
        var baseline = CocoEvaluator.Evaluate(groundTruth, CocoDetections.Load(stored));
        var now = CocoEvaluator.Evaluate(groundTruth, CocoDetections.Load(Path.Combine(evaluation.Folder, GatedEvaluation.Detections)));
        var accepted = context.Baseline.Locate($"{evaluation.Name}/{GatedEvaluation.Metrics}");
        yield return Evaluator($"baseline detections, {evaluation.Name}", baseline, accepted);
        yield return Evaluator($"run's detections, {evaluation.Name}", now, Path.Combine(evaluation.Folder, GatedEvaluation.Metrics));
        var options = new BootstrapOptions(context.Limits.Resamples, context.Limits.Confidence);
        foreach (var difference in Bootstrap.Compare(baseline, now, options).Where(difference => evaluation.MaxDrop.ContainsKey(difference.Name)))
        {
            var limit = evaluation.MaxDrop[difference.Name];
            var (status, text) = PairedDecision.Of(difference, limit, groundTruth.ImageIds.Length);
            yield return new GateRow(
                $"metrics {evaluation.Name}", difference.Name, status, difference.Baseline, difference.Candidate, difference.Difference, difference.Low, difference.High, limit, text);
        }
    }

    /// <summary>Stored numbers and stored detections belong together: a difference means that the evaluator changed or a file was edited.</summary>
    private static GateRow Evaluator(string name, CocoEvaluationResult result, string metricsFile)
    {
        var expected = EvaluationSummary.Load(name, metricsFile).Stats;
        var (error, stat) = result.Stats.Select((value, index) => (Math.Abs(value - expected[index]), index)).Max();
        return GateRow.Of(
            "evaluator",
            name,
            error <= EvaluatorTolerance ? GateStatus.Pass : GateStatus.Fail,
            expected[stat],
            result.Stats[stat],
            result.Stats[stat] - expected[stat],
            EvaluatorTolerance,
            error <= EvaluatorTolerance ? "evaluating again gives the stored numbers" : $"{CocoEvaluationResult.StatsNames[stat]} of the same detections changed: the evaluator or {metricsFile} did");
    }
}
