namespace Dino.Evaluation;

/// <summary>What became of one category's detections, best score first over all images: the whole of what pycocotools' <c>accumulate</c>,
/// curves, intervals and operating points need.</summary>
internal sealed class CategoryMatches
{
    /// <summary>Descending; ties by image, then rank.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Position of each detection's image in the evaluated images.</summary>
    public required int[] Images { get; init; }

    /// <summary>Position of each detection in the file.</summary>
    public required int[] Items { get; init; }

    /// <summary>0 for the best detection of its image and category; below the largest of the maxDets.</summary>
    public required byte[] Ranks { get; init; }

    /// <summary>[areaRange][detection], bit t for IoU threshold t.</summary>
    public required ushort[][] TruePositives { get; init; }

    /// <summary>[areaRange][detection], bit t for IoU threshold t; a detection that is neither is ignored.</summary>
    public required ushort[][] FalsePositives { get; init; }

    /// <summary>Position of each object's image.</summary>
    public required int[] ObjectImages { get; init; }

    /// <summary>[areaRange][object]: counts as an object to find.</summary>
    public required bool[][] ObjectCounts { get; init; }

    public int Count => Scores.Length;

    public int CountObjects(int areaRange) => ObjectCounts[areaRange].AsSpan().Count(true);
}
