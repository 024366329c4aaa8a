using Dino.Verification.Reporting;

namespace Dino.Verification.Comparison;

/// <summary>Tells a sampling point that rounding carried over a cell's edge from a defect. The gradient jumps there, so that
/// a step may leave the reference by far more than rounding; with the point sampled from the other side it must agree within
/// the unchanged limit in every norm, which no defect does.</summary>
internal static class EdgeCrossing
{
    /// <summary>Of some ten million coordinates a step about one lies within <see cref="EdgeProbe.Reach"/> of an edge. Every
    /// set of these is a pass.</summary>
    private const int MostPoints = 4;

    /// <summary>Tries the sets of points next to an edge, few points first and near ones first. A row names each point of the
    /// first set with which the step agrees; where there is none, the last pass is the step as it was.</summary>
    /// <param name="probe">After a pass that does not agree.</param>
    /// <param name="agrees">Computes the step's gradients anew and compares them.</param>
    public static void Explain(EdgeProbe probe, VerificationRows rows, string prefix, Func<bool> agrees)
    {
        var candidates = probe.Near.OrderBy(point => Math.Abs(point.Distance)).Take(MostPoints).ToList();
        foreach (var crossing in Subsets(candidates))
        {
            probe.Begin(crossing);
            if (agrees())
            {
                foreach (var point in crossing)
                {
                    rows.AtMost($"{prefix}crossed a cell's edge: {point}", Math.Abs(point.Distance), EdgeProbe.Reach, "cells");
                }

                return;
            }
        }

        if (candidates.Count > 0)
        {
            probe.Begin([]);
            agrees();
        }
    }

    /// <summary>All but the empty one.</summary>
    private static IEnumerable<List<EdgePoint>> Subsets(List<EdgePoint> points)
        => Enumerable.Range(1, (1 << points.Count) - 1).OrderBy(set => int.PopCount(set))
            .Select(set => points.Where((_, index) => (set & (1 << index)) != 0).ToList());
}
