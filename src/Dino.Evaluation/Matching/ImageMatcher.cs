using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Matches the detections of one image and category to its objects, greedily by score, for every area range and IoU threshold
/// (pycocotools <c>COCOeval.evaluateImg</c>). Keeps its buffers; one instance a thread.</summary>
internal sealed class ImageMatcher(ImmutableArray<double> iouThresholds, ImmutableArray<AreaRange> areaRanges)
{
    // pycocotools: min([t, 1 - 1e-10]).
    private const double LargestThreshold = 1 - 1e-10;

    private readonly ushort _allThresholds = (ushort)((1 << iouThresholds.Length) - 1);
    private double[] _overlaps = [];
    private int[] _candidates = [];
    private int _candidateCount;
    private int[] _order = [];
    private bool[] _taken = [];

    /// <summary>Sets, in [areaRange][first + detection] of <paramref name="truePositives"/> or <paramref name="falsePositives"/>, bit t for IoU
    /// threshold t; in neither for an ignored detection. Both must hold zeros there before.</summary>
    /// <param name="detections">Best score first, no more than are to be used.</param>
    /// <param name="objects">In the order of the file.</param>
    public void Match(ReadOnlySpan<BoxXyWh> detections, ReadOnlySpan<GroundTruthBox> objects, ushort[][] truePositives, ushort[][] falsePositives, int first)
    {
        ComputeOverlaps(detections, objects);
        for (var a = 0; a < areaRanges.Length; a++)
        {
            var regular = OrderIgnoredLast(objects, areaRanges[a]);
            MatchInRange(
                detections,
                objects,
                areaRanges[a],
                regular,
                truePositives[a].AsSpan(first, detections.Length),
                falsePositives[a].AsSpan(first, detections.Length));
        }
    }

    /// <summary>Matches at the first IoU threshold and in the first area range alone, and says what each detection took.</summary>
    /// <param name="detections">Best score first, no more than are to be used.</param>
    /// <param name="objects">In the order of the file.</param>
    /// <param name="taken">Set to the position of each detection's object, which may be an ignored one; -1 for none.</param>
    public void MatchOnce(ReadOnlySpan<BoxXyWh> detections, ReadOnlySpan<GroundTruthBox> objects, Span<int> taken)
    {
        ComputeOverlaps(detections, objects);
        var regular = OrderIgnoredLast(objects, areaRanges[0]);
        _taken.AsSpan(0, objects.Length).Clear();
        taken.Fill(-1);
        foreach (var d in _candidates.AsSpan(0, _candidateCount))
        {
            var match = BestMatch(d, objects, regular, Threshold(0));
            if (match >= 0)
            {
                _taken[match] = true;
                taken[d] = _order[match];
            }
        }
    }

    /// <summary>The overlap of two boxes of the last call.</summary>
    public double Overlap(int detection, int target, int objects) => _overlaps[(detection * objects) + target];

    public static bool IsIgnored(in GroundTruthBox target, AreaRange range) => target.IsCrowd || !range.Contains(target.Area);

    /// <summary>Also lists the detections that overlap some object enough for the lowest threshold; the others are matched at none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeOverlaps(ReadOnlySpan<BoxXyWh> detections, ReadOnlySpan<GroundTruthBox> objects)
    {
        Grow(ref _overlaps, detections.Length * objects.Length);
        Grow(ref _candidates, detections.Length);
        Grow(ref _order, objects.Length);
        Grow(ref _taken, objects.Length);
        _candidateCount = 0;
        var lowest = Threshold(0);
        for (var d = 0; d < detections.Length; d++)
        {
            var isCandidate = false;
            for (var g = 0; g < objects.Length; g++)
            {
                var overlap = BoxOverlap.IntersectionOverUnion(detections[d], objects[g].Box, objects[g].IsCrowd);
                _overlaps[(d * objects.Length) + g] = overlap;
                // Not "overlap >= threshold": NaN is below no threshold and has to pass.
                isCandidate |= !(overlap < lowest);
            }

            if (isCandidate)
            {
                _candidates[_candidateCount++] = d;
            }
        }
    }

    /// <summary>Returns how many objects are not ignored; these come first in <see cref="_order"/>, both parts in the order of the file.</summary>
    private int OrderIgnoredLast(ReadOnlySpan<GroundTruthBox> objects, AreaRange range)
    {
        var regular = 0;
        for (var g = 0; g < objects.Length; g++)
        {
            if (!IsIgnored(objects[g], range))
            {
                _order[regular++] = g;
            }
        }

        var next = regular;
        for (var g = 0; g < objects.Length; g++)
        {
            if (IsIgnored(objects[g], range))
            {
                _order[next++] = g;
            }
        }

        return regular;
    }

    private double Threshold(int index) => Math.Min(iouThresholds[index], LargestThreshold);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MatchInRange(
        ReadOnlySpan<BoxXyWh> detections,
        ReadOnlySpan<GroundTruthBox> objects,
        AreaRange range,
        int regular,
        Span<ushort> truePositives,
        Span<ushort> falsePositives)
    {
        // Unmatched detections are wrong, or ignored if their area is outside the range.
        for (var d = 0; d < detections.Length; d++)
        {
            falsePositives[d] = range.Contains(detections[d].Width * detections[d].Height) ? _allThresholds : (ushort)0;
        }

        for (var t = 0; _candidateCount > 0 && t < iouThresholds.Length; t++)
        {
            var bit = (ushort)(1 << t);
            var threshold = Threshold(t);
            _taken.AsSpan(0, objects.Length).Clear();
            foreach (var d in _candidates.AsSpan(0, _candidateCount))
            {
                var match = BestMatch(d, objects, regular, threshold);
                if (match < 0)
                {
                    continue;
                }

                _taken[match] = true;
                if (match >= regular)
                {
                    falsePositives[d] &= (ushort)~bit;
                }
                else if (!objects[_order[match]].HasIdZero)
                {
                    falsePositives[d] &= (ushort)~bit;
                    truePositives[d] |= bit;
                }
            }
        }
    }

    /// <summary>Position in <see cref="_order"/>, or -1. Of equal overlaps the last wins; regular objects win over ignored ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int BestMatch(int detection, ReadOnlySpan<GroundTruthBox> objects, int regular, double threshold)
    {
        var best = threshold;
        var match = -1;
        var overlaps = _overlaps.AsSpan(detection * objects.Length, objects.Length);
        for (var position = 0; position < objects.Length; position++)
        {
            if (position == regular && match >= 0)
            {
                break;
            }

            var g = _order[position];
            // Written as pycocotools has it: after a NaN no overlap is smaller, so that every later free object is taken.
            if ((_taken[position] && !objects[g].IsCrowd) || overlaps[g] < best)
            {
                continue;
            }

            best = overlaps[g];
            match = position;
        }

        return match;
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, 2 * buffer.Length)];
        }
    }
}
