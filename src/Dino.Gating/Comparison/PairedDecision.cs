using System.Globalization;
using Dino.Evaluation;

namespace Dino.Gating.Comparison;

/// <summary>Whether a drop counts. It must exceed the limit and its interval must exclude zero; a drop beyond the limit that may be chance is undecided.</summary>
public static class PairedDecision
{
    /// <summary>No test set will grow more than this.</summary>
    private const double MostTimesTheImages = 1000;

    /// <param name="limit">The largest drop that passes, positive.</param>
    /// <param name="images">Images that were compared.</param>
    public static (GateStatus Status, string Text) Of(StatDifference difference, double limit, int images)
    {
        if (difference.Baseline < 0 || difference.Resamples == 0)
        {
            return (GateStatus.Skip, "no objects to measure it on");
        }

        var drop = -difference.Difference;
        if (drop > limit)
        {
            return difference.High < 0
                ? (GateStatus.Fail, Invariant($"dropped by {drop:0.0000}, more than {limit:0.0000}, and the interval excludes zero"))
                : (GateStatus.Warn, Invariant($"undecided: dropped by {drop:0.0000}, more than {limit:0.0000}, but the interval includes zero; {More(images, difference.High + drop, drop)}"));
        }

        return -difference.Low > limit
            ? (GateStatus.Pass, Invariant($"within {limit:0.0000}; to exclude a larger drop {More(images, -drop - difference.Low, limit - drop)}"))
            : (GateStatus.Pass, Invariant($"within {limit:0.0000}"));
    }

    /// <summary>The width of an interval shrinks with the square root of the images: those missing until <paramref name="halfWidth"/> is <paramref name="needed"/>.</summary>
    private static string More(int images, double halfWidth, double needed)
    {
        var times = needed > 0 ? halfWidth / needed * (halfWidth / needed) : double.PositiveInfinity;
        return times > MostTimesTheImages
            ? $"no practicable number of images would decide"
            : Invariant($"about {Math.Max(1, Math.Ceiling((times - 1) * images)):0} more images would decide");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
