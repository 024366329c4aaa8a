using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Dino.Evaluation;

/// <summary>Fills the tables of precision, recall and scores; categories may be added in any order and at once.</summary>
internal sealed class Accumulator
{
    private readonly ImmutableArray<double> _recallThresholds;
    private readonly double[] _precision;
    private readonly double[] _recall;
    private readonly double[] _scores;
    private readonly PrecisionTables _tables;

    public Accumulator(
        ImmutableArray<double> iouThresholds,
        ImmutableArray<double> recallThresholds,
        ImmutableArray<long> categoryIds,
        ImmutableArray<AreaRange> areaRanges,
        ImmutableArray<int> maxDetections)
    {
        _recallThresholds = recallThresholds;
        _recall = new double[iouThresholds.Length * categoryIds.Length * areaRanges.Length * maxDetections.Length];
        _precision = new double[_recall.Length * recallThresholds.Length];
        _scores = new double[_precision.Length];
        Array.Fill(_recall, -1);
        Array.Fill(_precision, -1);
        Array.Fill(_scores, -1);
        _tables = new PrecisionTables(
            iouThresholds,
            recallThresholds,
            categoryIds,
            areaRanges,
            maxDetections,
            ImmutableCollectionsMarshal.AsImmutableArray(_precision),
            ImmutableCollectionsMarshal.AsImmutableArray(_recall),
            ImmutableCollectionsMarshal.AsImmutableArray(_scores));
    }

    /// <summary>The tables; to be read once every category is in.</summary>
    public PrecisionTables Tables => _tables;

    public void Add(int category, CategoryMatches matches, PrecisionScan scan)
    {
        for (var a = 0; a < _tables.AreaRanges.Length; a++)
        {
            var objects = matches.CountObjects(a);
            for (var m = 0; objects > 0 && m < _tables.MaxDetections.Length; m++)
            {
                scan.Run(matches, a, _tables.MaxDetections[m], objects);
                for (var t = 0; t < _tables.IouThresholds.Length; t++)
                {
                    _recall[_tables.Index(t, category, a, m)] = (double)scan.Found(t) / objects;
                    Store(t, category, a, m, matches, scan);
                }
            }
        }
    }

    private void Store(int t, int category, int a, int m, CategoryMatches matches, PrecisionScan scan)
    {
        for (var r = 0; r < _recallThresholds.Length; r++)
        {
            var cell = _tables.Index(t, r, category, a, m);
            _precision[cell] = scan.Precision(t, r);
            // Recall 0 is reached with the first detection, whatever it is.
            var position = _recallThresholds[r] <= 0 && matches.Count > 0 ? 0 : scan.Position(t, r);
            _scores[cell] = position < 0 ? 0 : matches.Scores[position];
        }
    }
}
