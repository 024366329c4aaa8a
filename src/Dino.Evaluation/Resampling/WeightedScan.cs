using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dino.Evaluation;

/// <summary>Average precision at every IoU threshold from weighted detections, best score first. Keeps its buffers; one instance a thread.</summary>
internal sealed class WeightedScan(int iouThresholds, ImmutableArray<double> recallThresholds)
{
    private readonly int _allThresholds = (1 << iouThresholds) - 1;
    private readonly int[] _foundSoFar = new int[iouThresholds];
    private readonly int[] _wrongSoFar = new int[iouThresholds];
    private readonly int[] _steps = new int[iouThresholds];
    private readonly int[] _needed = new int[recallThresholds.Length];
    private int _capacity;
    private int[] _found = [];
    private double[] _precisions = [];
    private int _wrongEverywhere;

    /// <summary>Begins a scan.</summary>
    /// <param name="objects">Weighted objects to find; at least 1.</param>
    /// <param name="mostSteps">True positives, unweighted, at any one threshold: at most the unweighted objects.</param>
    public void Start(int objects, int mostSteps)
    {
        if (_capacity < mostSteps)
        {
            _capacity = mostSteps;
            _found = new int[iouThresholds * _capacity];
            _precisions = new double[iouThresholds * _capacity];
        }

        Array.Clear(_foundSoFar);
        Array.Clear(_wrongSoFar);
        Array.Clear(_steps);
        _wrongEverywhere = 0;
        for (var r = 0; r < _needed.Length; r++)
        {
            // The smallest count whose recall is not below the threshold; never more than one off before the correction.
            var needed = Math.Max(1, (int)Math.Ceiling(recallThresholds[r] * objects));
            needed += (double)needed / objects < recallThresholds[r] ? 1 : 0;
            needed -= needed > 1 && (double)(needed - 1) / objects >= recallThresholds[r] ? 1 : 0;
            _needed[r] = needed;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int right, int wrong, int weight)
    {
        if (wrong == _allThresholds)
        {
            _wrongEverywhere += weight;
            return;
        }

        AddMixed(right, wrong, weight);
    }

    /// <summary>Mean over the recall thresholds of the best precision at that recall or a higher one.</summary>
    public double AveragePrecision(int iouThreshold)
    {
        var first = iouThreshold * _capacity;
        var step = first + _steps[iouThreshold] - 1;
        var recall = _needed.Length - 1;
        while (recall >= 0 && _needed[recall] > _foundSoFar[iouThreshold])
        {
            recall--;
        }

        double sum = 0, best = 0;
        for (; step >= first; step--)
        {
            best = Math.Max(best, _precisions[step]);
            var before = step > first ? _found[step - 1] : 0;
            for (; recall >= 0 && _needed[recall] > before; recall--)
            {
                sum += best;
            }
        }

        return sum / _needed.Length;
    }

    private void AddMixed(int right, int wrong, int weight)
    {
        for (; right != 0; right &= right - 1)
        {
            var t = BitOperations.TrailingZeroCount(right);
            _foundSoFar[t] += weight;
            var cell = (t * _capacity) + _steps[t]++;
            _found[cell] = _foundSoFar[t];
            // Of the copies in a row the last has the best precision, and the better one is read from the right.
            _precisions[cell] = _foundSoFar[t] / ((double)_wrongSoFar[t] + _wrongEverywhere + _foundSoFar[t]);
        }

        for (; wrong != 0; wrong &= wrong - 1)
        {
            _wrongSoFar[BitOperations.TrailingZeroCount(wrong)] += weight;
        }
    }
}
