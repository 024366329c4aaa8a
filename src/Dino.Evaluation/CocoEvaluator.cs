using System.Collections.Immutable;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>The COCO evaluation of boxes, number for number as pycocotools has it (COCOeval, iouType bbox).</summary>
public static class CocoEvaluator
{
    /// <summary>The tables take 0.2 MB per category; the largest published set (V3Det) has 13,204.</summary>
    private const int MostCategories = 20_000;

    // Below this many, starting the parallel machinery takes longer than the work.
    private const int DetectionsWorthAThread = 20_000;

    /// <summary>Matches detections to objects and measures precision and recall. Categories are worked on in parallel; the result does not
    /// depend on how many threads there are.</summary>
    /// <exception cref="BadInputException">A detection or an option names an image that is not in the ground truth, or there
    /// are more than 20,000 categories.</exception>
    public static CocoEvaluationResult Evaluate(CocoGroundTruth groundTruth, CocoDetections detections, EvaluationOptions? options = null)
    {
        var plan = new EvaluationPlan(groundTruth, detections, options ?? new EvaluationOptions());
        if (plan.CategoryIds.Length > MostCategories)
        {
            throw new BadInputException(
                $"{plan.CategoryIds.Length} categories; expected at most {MostCategories}, as COCO's tables have 12,120 cells for each");
        }

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
        return new CocoEvaluationResult(plan, groundTruth, detections, accumulator.Tables, matches, Warnings(plan, groundTruth, detections));
    }

    /// <summary>Matches every category, the largest first so that no thread is left with it at the end.</summary>
    internal static void ForEachCategory(
        EvaluationPlan plan,
        ImmutableArray<AreaRange> areaRanges,
        Action<int, CategoryMatches, PrecisionScan> use)
    {
        var categories = new int[plan.CategoryIds.Length];
        var sizes = new int[categories.Length];
        for (var k = 0; k < categories.Length; k++)
        {
            categories[k] = k;
            sizes[k] = -plan.Detections.Items(k).Length;
        }

        Array.Sort(sizes, categories);
        var next = -1;
        void Work()
        {
            var matcher = new CategoryMatcher(plan, CocoParameters.IouThresholds, areaRanges, CocoParameters.MaxDetections[^1]);
            var scan = new PrecisionScan(CocoParameters.IouThresholds.Length, CocoParameters.RecallThresholds);
            for (var turn = Interlocked.Increment(ref next); turn < categories.Length; turn = Interlocked.Increment(ref next))
            {
                use(categories[turn], matcher.Match(categories[turn]), scan);
            }
        }

        var threads = plan.Detections.Count < DetectionsWorthAThread ? 1 : Math.Clamp(categories.Length, 1, Environment.ProcessorCount);
        var others = Enumerable.Range(1, threads - 1).Select(_ => Task.Run(Work)).ToArray();
        Work();
        Task.WaitAll(others);
    }

    private static ImmutableArray<string> Warnings(EvaluationPlan plan, CocoGroundTruth groundTruth, CocoDetections detections)
    {
        var warnings = groundTruth.Warnings;
        var categories = new IdIndex(groundTruth.CategoryIds);
        var images = new IdIndex(plan.ImageIds);
        var hasDetections = new bool[plan.ImageIds.Length];
        var unknown = 0;
        for (var i = 0; i < detections.Count; i++)
        {
            unknown += categories.Find(detections.CategoryIds[i]) < 0 ? 1 : 0;
            if (images.Find(detections.ImageIds[i]) is >= 0 and var image)
            {
                hasDetections[image] = true;
            }
        }

        if (unknown > 0)
        {
            warnings = warnings.Add($"{unknown} of {detections.Count} detections name a category_id that is not in the ground truth's categories; they are left out");
        }

        var withoutDetections = hasDetections.AsSpan().Count(false);
        if (withoutDetections > 0 && detections.Count > 0)
        {
            warnings = warnings.Add($"{withoutDetections} of {plan.ImageIds.Length} evaluated images have no detections");
        }

        return warnings;
    }
}
