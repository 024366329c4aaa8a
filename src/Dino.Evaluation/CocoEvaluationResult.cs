using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>What an evaluation gives.</summary>
public sealed class CocoEvaluationResult
{
    internal CocoEvaluationResult(
        EvaluationPlan plan, CocoGroundTruth groundTruth, CocoDetections detections, PrecisionTables tables, CategoryMatches[] matches, ImmutableArray<string> warnings)
    {
        (GroundTruth, Detections, Options) = (groundTruth, detections, plan.Options);
        ImageIds = plan.ImageIds;
        CategoryNames = plan.Options.UseCategories ? groundTruth.CategoryNames : ["all categories"];
        Tables = tables;
        Matches = matches;
        Warnings = warnings;
        Stats = CocoStatistics.Overall(tables);
        var perCategory = new Dictionary<long, double[]>(tables.CategoryIds.Length);
        for (var k = 0; k < tables.CategoryIds.Length; k++)
        {
            perCategory.Add(tables.CategoryIds[k], CocoStatistics.ForCategory(tables, k));
        }

        PerCategory = perCategory;
    }

    /// <summary>What was to be found.</summary>
    public CocoGroundTruth GroundTruth { get; }

    /// <summary>What was found.</summary>
    public CocoDetections Detections { get; }

    /// <summary>How it was evaluated.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>The 12 numbers of pycocotools' <c>summarize</c>, in the order of <see cref="StatsNames"/>; -1 where there is nothing to measure.</summary>
    public IReadOnlyList<double> Stats { get; }

    public static ImmutableArray<string> StatsNames => CocoStatistics.Names;

    /// <summary>By category id, ascending: the numbers of <see cref="CocoStatistics.PerCategoryNames"/>; the id is -1 when categories are not used.</summary>
    public IReadOnlyDictionary<long, double[]> PerCategory { get; }

    /// <summary>Parallel to the tables' category ids.</summary>
    public ImmutableArray<string> CategoryNames { get; }

    /// <summary>Evaluated images, sorted.</summary>
    public ImmutableArray<long> ImageIds { get; }

    public PrecisionTables Tables { get; }

    /// <summary>What is odd in the files, with counts.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Parallel to the tables' category ids.</summary>
    internal CategoryMatches[] Matches { get; }
}
