using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>COCO's thresholds and ranges for boxes (pycocotools <c>Params.setDetParams</c>), to the last bit of numpy's <c>linspace</c>.</summary>
public static class CocoParameters
{
    /// <summary>0.50 to 0.95 in steps of 0.05; the entry for 0.9 is 0.8999999999999999, as numpy computes it.</summary>
    public static ImmutableArray<double> IouThresholds { get; } =
        [.. Enumerable.Range(0, 10).Select(i => i == 9 ? 0.95 : (i * ((0.95 - 0.5) / 9)) + 0.5)];

    /// <summary>0 to 1 in 101 steps.</summary>
    public static ImmutableArray<double> RecallThresholds { get; } = [.. Enumerable.Range(0, 101).Select(i => i * 0.01)];

    /// <summary>all, small (to 32 x 32 pixels), medium (to 96 x 96), large.</summary>
    public static ImmutableArray<AreaRange> AreaRanges { get; } =
    [
        new("all", 0, 1e5 * 1e5),
        new("small", 0, 32 * 32),
        new("medium", 32 * 32, 96 * 96),
        new("large", 96 * 96, 1e5 * 1e5),
    ];

    /// <summary>The one of small, medium and large that an object is counted under where each counts once: the upper one on an edge. (The
    /// 12 numbers count it under both.)</summary>
    /// <param name="area">In pixels squared.</param>
    public static AreaRange SizeOf(double area) => AreaRanges.Skip(1).LastOrDefault(range => area >= range.Min, AreaRanges[1]);

    /// <summary>How many detections of an image and category count, best scores first.</summary>
    public static ImmutableArray<int> MaxDetections { get; } = [1, 10, 100];
}

/// <summary>Objects and detections counted together, by area.</summary>
/// <param name="Label">COCO's word: all, small, medium, large.</param>
/// <param name="Min">Smallest area in pixels squared, included.</param>
/// <param name="Max">Largest area in pixels squared, included: an area of exactly 1024 is small and medium.</param>
public sealed record AreaRange(string Label, double Min, double Max)
{
    public bool Contains(double area) => !(area < Min || area > Max);
}

/// <summary>What of the files is evaluated, and how.</summary>
/// <param name="UseCategories">False puts all categories into one (pycocotools' <c>useCats = 0</c>, proposals without classes).</param>
/// <param name="ImageIds">Evaluate these images only (pycocotools' <c>imgIds</c>); null for all. Detections of other images are left out.</param>
public sealed record EvaluationOptions(bool UseCategories = true, IReadOnlyCollection<long>? ImageIds = null);
