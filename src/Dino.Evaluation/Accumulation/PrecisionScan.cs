using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>Walks a category's detections from the best score down and reads precision at the recall thresholds (pycocotools
/// <c>COCOeval.accumulate</c>, the loop over IoU thresholds). Only true positives matter: precision falls between them, and recall
/// rises at them. Keeps its buffers; one instance a thread.</summary>
internal sealed class PrecisionScan(ImmutableArray<double> recallThresholds)
{
    // numpy.spacing(1), which keeps 0/0 from happening.
    private const double Spacing = 2.220446049250313e-16;

    private double[] _precisions = [];
    private int[] _positions = [];

    /// <summary>Precision at each recall threshold.</summary>
    public double[] Precision { get; } = new double[recallThresholds.Length];

    /// <summary>Position of the detection with which the threshold is reached, -1 where it is not.</summary>
    public int[] Position { get; } = new int[recallThresholds.Length];

    /// <summary>Fills <see cref="Precision"/> and <see cref="Position"/>; returns the number of true positives.</summary>
    /// <param name="objects">How many objects there are to find; at least 1.</param>
    public int Run(CategoryMatches matches, int areaRange, int iouThreshold, int maxDetections, int objects)
    {
        var found = CollectTruePositives(matches, areaRange, iouThreshold, maxDetections);
        for (var i = found - 1; i > 0; i--)
        {
            _precisions[i - 1] = Math.Max(_precisions[i - 1], _precisions[i]);
        }

        var needed = 1;
        for (var r = 0; r < recallThresholds.Length; r++)
        {
            while (needed <= found && (double)needed / objects < recallThresholds[r])
            {
                needed++;
            }

            var reached = needed <= found;
            Precision[r] = reached ? _precisions[needed - 1] : 0;
            Position[r] = reached ? _positions[needed - 1] : -1;
            if (recallThresholds[r] <= 0 && matches.Count > 0)
            {
                // Recall 0 is reached with the first detection, whatever it is.
                Position[r] = 0;
            }
        }

        return found;
    }

    private int CollectTruePositives(CategoryMatches matches, int areaRange, int iouThreshold, int maxDetections)
    {
        var truePositives = matches.TruePositives[areaRange];
        var falsePositives = matches.FalsePositives[areaRange];
        if (_precisions.Length < matches.Count)
        {
            _precisions = new double[matches.Count];
            _positions = new int[matches.Count];
        }

        int found = 0, wrong = 0;
        for (var i = 0; i < matches.Ranks.Length; i++)
        {
            if (matches.Ranks[i] >= maxDetections)
            {
                continue;
            }

            if ((truePositives[i] >> iouThreshold & 1) != 0)
            {
                _positions[found] = i;
                found++;
                _precisions[found - 1] = found / ((double)wrong + found + Spacing);
            }
            else
            {
                wrong += falsePositives[i] >> iouThreshold & 1;
            }
        }

        return found;
    }
}
