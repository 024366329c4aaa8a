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

/// <summary>One category's detections as they are matched, image by image.</summary>
internal sealed class MatchOutcome
{
    private readonly double[] _scores;
    private readonly int[] _items;
    private readonly int[] _images;
    private readonly byte[] _ranks;

    public MatchOutcome(int capacity, int areaRanges)
    {
        _scores = new double[capacity];
        _items = new int[capacity];
        _images = new int[capacity];
        _ranks = new byte[capacity];
        TruePositives = NewMasks(areaRanges, capacity);
        FalsePositives = NewMasks(areaRanges, capacity);
    }

    public int Count { get; private set; }

    /// <summary>[areaRange][detection].</summary>
    public ushort[][] TruePositives { get; }

    /// <summary>[areaRange][detection].</summary>
    public ushort[][] FalsePositives { get; }

    public void Add(int item, int image, int rank, double score)
    {
        _items[Count] = item;
        _images[Count] = image;
        _ranks[Count] = (byte)rank;
        _scores[Count] = score;
        Count++;
    }

    public CategoryMatches SortedByScore(ScoreOrder scoreOrder, int[] objectImages, bool[][] objectCounts)
    {
        var order = scoreOrder.Descending(_scores.AsSpan(0, Count));
        return new CategoryMatches
        {
            Scores = Gather(_scores, order),
            Items = Gather(_items, order),
            Images = Gather(_images, order),
            Ranks = Gather(_ranks, order),
            TruePositives = Gather(TruePositives, order),
            FalsePositives = Gather(FalsePositives, order),
            ObjectImages = objectImages,
            ObjectCounts = objectCounts,
        };
    }

    private static ushort[][] NewMasks(int areaRanges, int capacity)
    {
        var masks = new ushort[areaRanges][];
        for (var a = 0; a < areaRanges; a++)
        {
            masks[a] = new ushort[capacity];
        }

        return masks;
    }

    private static ushort[][] Gather(ushort[][] masks, ReadOnlySpan<int> order)
    {
        var gathered = new ushort[masks.Length][];
        for (var a = 0; a < masks.Length; a++)
        {
            gathered[a] = Gather(masks[a], order);
        }

        return gathered;
    }

    private static T[] Gather<T>(T[] values, ReadOnlySpan<int> order)
    {
        var gathered = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            gathered[i] = values[order[i]];
        }

        return gathered;
    }
}
