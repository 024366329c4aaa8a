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
