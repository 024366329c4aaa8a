namespace Dino.Evaluation;

/// <summary>Percentile interval of the resamples, moved so that their mean falls on the value. Average precision rises when images repeat, since
/// the best precision to the right is taken, so that plain percentiles sit too high, on large sets beside the value itself.</summary>
internal static class BootstrapInterval
{
    /// <param name="sorted">The number on every resample, ascending; not empty.</param>
    /// <param name="value">The number on the images themselves.</param>
    public static (double Low, double High) Of(double[] sorted, double value, double confidence)
    {
        var shift = value - sorted.Average();
        return (Quantile(sorted, (1 - confidence) / 2) + shift, Quantile(sorted, (1 + confidence) / 2) + shift);
    }

    /// <summary>Linear between the two nearest values (numpy's default).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
