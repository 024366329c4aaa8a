namespace Dino.Evaluation;

/// <summary>The standard normal distribution, to the seven digits that quantiles of a thousand resamples can use.</summary>
internal static class NormalDistribution
{
    private const double Widest = 8;

    /// <summary>Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17; absolute error below 7.5e-8.</summary>
    public static double Cumulative(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        var upperTail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
        return z < 0 ? upperTail : 1 - upperTail;
    }

    /// <summary>Inverse of <see cref="Cumulative"/> by bisection.</summary>
    public static double Quantile(double probability)
    {
        double low = -Widest, high = Widest;
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
