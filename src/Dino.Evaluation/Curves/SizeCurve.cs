using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>Average precision by object size: where COCO has three bins, a curve.</summary>
public static class SizeCurve
{
    /// <summary>Square roots of areas in pixels; COCO's 32 and 96 among them, so that bins add up to small, medium and large.</summary>
    public static ImmutableArray<double> DefaultSides { get; } = [0, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, SizeBin.NoLimit];

    /// <summary>One bin between each two <paramref name="sides"/>, the lower one included and the upper one not, so that every object counts once; the last bin
    /// of <see cref="DefaultSides"/> holds the largest area that COCO counts, too. Matches again, once for every bin.</summary>
    /// <param name="sides">Ascending, in pixels; null for <see cref="DefaultSides"/>.</param>
    public static IReadOnlyList<SizeBin> Compute(CocoEvaluationResult result, IReadOnlyList<double>? sides = null)
    {
        sides ??= DefaultSides;
        ImmutableArray<AreaRange> ranges =
        [
            .. sides.Zip(sides.Skip(1), (low, high) => new AreaRange(
                FormattableString.Invariant($"{low}-{high}"), low * low, high >= SizeBin.NoLimit ? high * high : Math.BitDecrement(high * high))),
        ];
        var plan = new EvaluationPlan(result.GroundTruth, result.Detections, result.Options);
        var cells = new Cell?[plan.CategoryIds.Length][];
        CocoEvaluator.ForEachCategory(plan, ranges, (category, matches, scan) =>
            cells[category] = [.. Enumerable.Range(0, ranges.Length).Select(a => Measure(matches, a, scan))]);
        return [.. Enumerable.Range(0, ranges.Length).Select(a => Average(sides[a], sides[a + 1], [.. cells.Select(row => row[a]).OfType<Cell>()]))];
    }

    private static Cell? Measure(CategoryMatches matches, int area, PrecisionScan scan)
    {
        var objects = matches.CountObjects(area);
        if (objects == 0)
        {
            return null;
        }

        scan.Run(matches, area, CocoParameters.MaxDetections[^1], objects);
        var thresholds = Enumerable.Range(0, CocoParameters.IouThresholds.Length).ToList();
        double Precision(int t) => Enumerable.Range(0, CocoParameters.RecallThresholds.Length).Average(r => scan.Precision(t, r));
        return new Cell(objects, thresholds.Average(Precision), Precision(0), thresholds.Average(t => (double)scan.Found(t) / objects));
    }

    private static SizeBin Average(double minSide, double maxSide, List<Cell> categories) => categories.Count == 0
        ? new SizeBin(minSide, maxSide, 0, -1, -1, -1)
        : new SizeBin(
            minSide,
            maxSide,
            categories.Sum(cell => cell.Objects),
            categories.Average(cell => cell.AP),
            categories.Average(cell => cell.AP50),
            categories.Average(cell => cell.AR100));

    private sealed record Cell(int Objects, double AP, double AP50, double AR100);
}

/// <summary>Average precision and recall of the objects of one size, by the rules of COCO's small, medium and large but for one: an object on the edge
/// of two bins counts in the upper one alone.</summary>
/// <param name="MinSide">Square root of the smallest area, in pixels.</param>
/// <param name="MaxSide">All areas are below its square, in pixels; <see cref="NoLimit"/> for no limit.</param>
/// <param name="Objects">Objects of this size.</param>
/// <param name="AP">Mean over IoU thresholds 0.5 to 0.95; -1 without objects.</param>
/// <param name="AP50">At IoU threshold 0.5; -1 without objects.</param>
/// <param name="AR100">Recall with 100 detections an image, mean over the IoU thresholds; -1 without objects.</param>
public sealed record SizeBin(double MinSide, double MaxSide, int Objects, double AP, double AP50, double AR100)
{
    /// <summary>The last area that pycocotools counts is this squared; it stands for no limit.</summary>
    public const double NoLimit = 1e5;

    /// <summary>The sides in words: "24-32", "512+".</summary>
    public string Range() => MaxSide >= NoLimit ? FormattableString.Invariant($"{MinSide}+") : FormattableString.Invariant($"{MinSide}-{MaxSide}");
}
