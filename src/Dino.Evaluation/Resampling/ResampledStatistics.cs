using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dino.Evaluation;

/// <summary>The numbers of <see cref="CocoStatistics"/> when image i counts <c>weights[i]</c> times, from matches made once.</summary>
internal sealed class ResampledStatistics
{
    private const int All = 0;
    private const int Iou50 = 0, Iou75 = 5;
    private const int FirstRecall = 6;

    private readonly ResampledArea[][] _categories;
    private readonly int _iouThresholds;
    private readonly int _limits;

    public ResampledStatistics(CocoEvaluationResult result)
    {
        var tables = result.Tables;
        _iouThresholds = tables.IouThresholds.Length;
        _limits = tables.MaxDetections.Length;
        _categories =
        [
            .. result.Matches
                .Select(matches => Enumerable.Range(0, tables.AreaRanges.Length)
                    .Select(a => new ResampledArea(matches, a, tables.MaxDetections))
                    .ToArray()),
        ];
    }

    public static WeightedScan NewScan() => new(CocoParameters.IouThresholds.Length, CocoParameters.RecallThresholds);

    /// <summary>In the order of <see cref="CocoStatistics.Names"/>; -1 where there is nothing to measure.</summary>
    public double[] Compute(int[] weights, WeightedScan scan)
    {
        var sums = new double[CocoStatistics.Names.Length];
        var counts = new int[sums.Length];
        foreach (var areas in _categories)
        {
            for (var a = 0; a < areas.Length; a++)
            {
                AddArea(areas[a], a, weights, scan, sums, counts);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = counts[i] == 0 ? -1 : sums[i] / counts[i];
        }

        return sums;
    }

    private void AddArea(ResampledArea area, int a, int[] weights, WeightedScan scan, double[] sums, int[] counts)
    {
        void Add(int stat, double value)
        {
            sums[stat] += value;
            counts[stat]++;
        }

        var objects = area.Objects(weights);
        if (objects == 0)
        {
            return;
        }

        scan.Start(objects, area.MostObjects);
        area.Scan(scan, weights);
        var mean = 0.0;
        for (var t = 0; t < _iouThresholds; t++)
        {
            mean += scan.AveragePrecision(t) / _iouThresholds;
        }

        double Recall(int limit) => area.Found(limit, weights) / ((double)_iouThresholds * objects);
        if (a == All)
        {
            Add(0, mean);
            Add(1, scan.AveragePrecision(Iou50));
            Add(2, scan.AveragePrecision(Iou75));
            for (var limit = 0; limit < _limits; limit++)
            {
                Add(FirstRecall + limit, Recall(limit));
            }
        }
        else
        {
            Add(2 + a, mean);
            Add(FirstRecall + _limits - 1 + a, Recall(_limits - 1));
        }
    }
}

/// <summary>Average precision and recall of one category and area range when image i counts <c>weights[i]</c> times. Copies of an image stand
/// side by side in the order of scores, so that a detection of weight w is w detections in a row.</summary>
internal sealed class ResampledArea
{
    private readonly int[] _images;
    private readonly ushort[] _right;
    private readonly ushort[] _wrong;
    private readonly (int Image, int Count)[] _objects;

    // One entry for each of the maxDets: true positives of an image, summed over the IoU thresholds.
    private readonly (int Image, int Count)[][] _found;

    public ResampledArea(CategoryMatches matches, int areaRange, IReadOnlyList<int> maxDetections)
    {
        var right = matches.TruePositives[areaRange];
        var wrong = matches.FalsePositives[areaRange];
        var counted = Enumerable.Range(0, matches.Count).Where(i => (right[i] | wrong[i]) != 0).ToArray();
        _images = Array.ConvertAll(counted, i => matches.Images[i]);
        _right = Array.ConvertAll(counted, i => right[i]);
        _wrong = Array.ConvertAll(counted, i => wrong[i]);
        _objects = Sum(Enumerable.Range(0, matches.ObjectImages.Length)
            .Where(g => matches.ObjectCounts[areaRange][g])
            .Select(g => (matches.ObjectImages[g], 1)));
        MostObjects = _objects.Sum(entry => entry.Count);
        _found =
        [
            .. maxDetections.Select(limit => Sum(counted
                .Where(i => matches.Ranks[i] < limit && right[i] != 0)
                .Select(i => (matches.Images[i], BitOperations.PopCount(right[i]))))),
        ];
    }

    /// <summary>Objects to find when every image counts once.</summary>
    public int MostObjects { get; }

    /// <summary>Objects to find; precision and recall are not defined for 0.</summary>
    public int Objects(int[] weights) => WeightedSum(_objects, weights);

    /// <summary>True positives summed over the IoU thresholds.</summary>
    /// <param name="limit">Position in the maxDets.</param>
    public int Found(int limit, int[] weights) => WeightedSum(_found[limit], weights);

    /// <summary>Feeds the detections, best score first, to <paramref name="scan"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(WeightedScan scan, int[] weights)
    {
        for (var i = 0; i < _images.Length; i++)
        {
            var weight = weights[_images[i]];
            if (weight != 0)
            {
                scan.Add(_right[i], _wrong[i], weight);
            }
        }
    }

    private static (int Image, int Count)[] Sum(IEnumerable<(int Image, int Count)> entries)
        => [.. entries.GroupBy(entry => entry.Image).Select(group => (group.Key, group.Sum(entry => entry.Count))).OrderBy(entry => entry.Key)];

    private static int WeightedSum((int Image, int Count)[] entries, int[] weights)
    {
        var sum = 0;
        foreach (var (image, count) in entries)
        {
            sum += weights[image] * count;
        }

        return sum;
    }
}
