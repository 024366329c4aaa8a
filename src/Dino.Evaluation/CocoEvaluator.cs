using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>The COCO evaluation of boxes, number for number as pycocotools has it (COCOeval, iouType bbox).</summary>
public static class CocoEvaluator
{
    /// <summary>Matches detections to objects and measures precision and recall. Categories are worked on in parallel; the result does not
    /// depend on how many threads there are.</summary>
    /// <exception cref="InvalidDataException">A detection or an option names an image that is not in the ground truth.</exception>
    public static CocoEvaluationResult Evaluate(CocoGroundTruth groundTruth, CocoDetections detections, EvaluationOptions? options = null)
    {
        var plan = new EvaluationPlan(groundTruth, detections, options ?? new EvaluationOptions());
        var matches = new CategoryMatches[plan.CategoryIds.Length];
        var accumulator = new Accumulator(
            CocoParameters.IouThresholds,
            CocoParameters.RecallThresholds,
            plan.CategoryIds,
            CocoParameters.AreaRanges,
            CocoParameters.MaxDetections);

        ForEachCategory(plan, CocoParameters.AreaRanges, (category, outcome, scan) =>
        {
            matches[category] = outcome;
            accumulator.Add(category, outcome, scan);
        });
        return new CocoEvaluationResult(plan, groundTruth, accumulator.Tables, matches, Warnings(plan, groundTruth, detections));
    }

    /// <summary>Matches every category, the largest first so that no thread is left with it at the end.</summary>
    internal static void ForEachCategory(
        EvaluationPlan plan,
        ImmutableArray<AreaRange> areaRanges,
        Action<int, CategoryMatches, PrecisionScan> use)
    {
        var bySize = Enumerable.Range(0, plan.CategoryIds.Length).OrderByDescending(k => plan.Detections.Items(k).Length);
        Parallel.ForEach(
            Partitioner.Create(bySize, EnumerablePartitionerOptions.NoBuffering),
            () => (
                Matcher: new CategoryMatcher(plan, CocoParameters.IouThresholds, areaRanges, CocoParameters.MaxDetections[^1]),
                Scan: new PrecisionScan(CocoParameters.IouThresholds.Length, CocoParameters.RecallThresholds)),
            (category, _, thread) =>
            {
                use(category, thread.Matcher.Match(category), thread.Scan);
                return thread;
            },
            _ => { });
    }

    private static ImmutableArray<string> Warnings(EvaluationPlan plan, CocoGroundTruth groundTruth, CocoDetections detections)
    {
        var warnings = groundTruth.Warnings;
        var known = groundTruth.CategoryIds.ToHashSet();
        var unknown = detections.CategoryIds.Count(id => !known.Contains(id));
        if (unknown > 0)
        {
            warnings = warnings.Add($"{unknown} of {detections.Count} detections name a category_id that is not in the ground truth's categories; they are left out");
        }

        var withoutDetections = plan.ImageIds.Except(detections.ImageIds).Count();
        if (withoutDetections > 0 && detections.Count > 0)
        {
            warnings = warnings.Add($"{withoutDetections} of {plan.ImageIds.Length} evaluated images have no detections");
        }

        return warnings;
    }
}
