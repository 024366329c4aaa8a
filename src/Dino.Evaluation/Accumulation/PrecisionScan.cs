using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dino.Evaluation;

/// <summary>Walks a category's detections from the best score down, for all IoU thresholds at once, and reads precision at the recall thresholds
/// (pycocotools <c>COCOeval.accumulate</c>). Only true positives matter: recall rises at them and precision falls between them, so the best
/// precision at some recall or a higher one is that of a true positive. Keeps its buffers; one instance a thread.</summary>
internal sealed class PrecisionScan(int iouThresholds, ImmutableArray<double> recallThresholds)
{
    // numpy.spacing(1), which keeps 0/0 from happening.
    private const double Spacing = 2.220446049250313e-16;

    private readonly int _allThresholds = (1 << iouThresholds) - 1;
    private readonly int[] _wrong = new int[iouThresholds];
    private readonly int[] _found = new int[iouThresholds];
    private readonly int[] _needed = new int[recallThresholds.Length];
    private int _capacity;
    private double[] _precisions = [];
    private int[] _positions = [];

    /// <summary>Scans the detections that count.</summary>
    /// <param name="objects">How many objects there are to find; at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(CategoryMatches matches, int areaRange, int maxDetections, int objects)
    {
        Prepare(objects);
        var ranks = matches.Ranks;
        var truePositives = matches.TruePositives[areaRange];
        var falsePositives = matches.FalsePositives[areaRange];
        var wrongEverywhere = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] >= maxDetections)
            {
                continue;
            }

            int right = truePositives[i], wrong = falsePositives[i];
            if (wrong == _allThresholds)
            {
                wrongEverywhere++;
                continue;
            }

            for (; right != 0; right &= right - 1)
            {
                var t = BitOperations.TrailingZeroCount(right);
                var cell = (t * _capacity) + _found[t]++;
                _positions[cell] = i;
                _precisions[cell] = _found[t] / ((double)(_wrong[t] + wrongEverywhere) + _found[t] + Spacing);
            }

            for (; wrong != 0; wrong &= wrong - 1)
            {
                _wrong[BitOperations.TrailingZeroCount(wrong)]++;
            }
        }

        TakeBestFromTheRight();
    }

    /// <summary>True positives at an IoU threshold.</summary>
    public int Found(int iouThreshold) => _found[iouThreshold];

    /// <summary>Best precision at this recall or a higher one; 0 where the recall is not reached.</summary>
    public double Precision(int iouThreshold, int recallThreshold)
        => _needed[recallThreshold] <= _found[iouThreshold] ? _precisions[(iouThreshold * _capacity) + _needed[recallThreshold] - 1] : 0;

    /// <summary>Position of the true positive with which the recall is reached; -1 where it is not.</summary>
    public int Position(int iouThreshold, int recallThreshold)
        => _needed[recallThreshold] <= _found[iouThreshold] ? _positions[(iouThreshold * _capacity) + _needed[recallThreshold] - 1] : -1;

    private void Prepare(int objects)
    {
        // No object is found twice, so there are at most as many true positives as objects.
        if (_capacity < objects)
        {
            _capacity = objects;
            _precisions = new double[iouThresholds * _capacity];
            _positions = new int[iouThresholds * _capacity];
        }

        Array.Clear(_wrong);
        Array.Clear(_found);
        var needed = 1;
        for (var r = 0; r < recallThresholds.Length; r++)
        {
            while ((double)needed / objects < recallThresholds[r])
            {
                needed++;
            }

            _needed[r] = needed;
        }
    }

    private void TakeBestFromTheRight()
    {
        for (var t = 0; t < _found.Length; t++)
        {
            var precisions = _precisions.AsSpan(t * _capacity, _found[t]);
            for (var i = precisions.Length - 1; i > 0; i--)
            {
                precisions[i - 1] = Math.Max(precisions[i - 1], precisions[i]);
            }
        }
    }
}
