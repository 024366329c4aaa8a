namespace Dino.Evaluation;

/// <summary>Bias-corrected percentile interval (Efron, "Nonparametric standard errors and confidence intervals", 1981). The correction matters:
/// average precision rises when images repeat, because the best precision to the right is taken, so plain percentiles sit too high.</summary>
internal static class BootstrapInterval
{
    /// <param name="sorted">The number on every resample, ascending; not empty.</param>
    /// <param name="value">The number on the images themselves.</param>
    public static (double Low, double High) Of(double[] sorted, double value, double confidence)
    {
        var below = sorted.Count(draw => draw < value) + (sorted.Count(draw => draw == value) / 2.0);
        var share = Math.Clamp(below / sorted.Length, 0.5 / sorted.Length, 1 - (0.5 / sorted.Length));
        var bias = NormalDistribution.Quantile(share);
        var spread = NormalDistribution.Quantile((1 + confidence) / 2);
        return (
            Quantile(sorted, NormalDistribution.Cumulative((2 * bias) - spread)),
            Quantile(sorted, NormalDistribution.Cumulative((2 * bias) + spread)));
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
