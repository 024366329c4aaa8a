using Dino.Repro.Gating;
using Perfolizer.Mathematics.Distributions.ContinuousDistributions;

namespace Dino.Benchmarks.Running;

/// <summary>The ratio of two mean times, with the interval that their spread leaves.</summary>
internal static class SpeedUp
{
    private const double Confidence = 0.95;

    /// <summary>Times spread like log-normal variables, so the logarithm of the ratio of their geometric means has Welch's interval (B. L. Welch, Biometrika 34, 1947).</summary>
    /// <param name="reference">Seconds (or any one unit) of each iteration; at least two.</param>
    /// <param name="kernel">Likewise.</param>
    public static KernelRatio Of(string name, IReadOnlyList<double> reference, IReadOnlyList<double> kernel)
    {
        var (slow, fast) = (Logarithms(reference), Logarithms(kernel));
        var (slowSquare, fastSquare) = (slow.Variance / reference.Count, fast.Variance / kernel.Count);
        var square = slowSquare + fastSquare;
        var center = slow.Mean - fast.Mean;
        var half = 0.0;
        if (square > 0)
        {
            var freedom = square * square / ((slowSquare * slowSquare / (reference.Count - 1)) + (fastSquare * fastSquare / (kernel.Count - 1)));
            half = new StudentDistribution(freedom).Quantile(1 - ((1 - Confidence) / 2)) * Math.Sqrt(square);
        }

        return new KernelRatio(name, Math.Exp(center), Math.Exp(center - half), Math.Exp(center + half));
    }

    private static (double Mean, double Variance) Logarithms(IReadOnlyList<double> times)
    {
        var mean = times.Average(Math.Log);
        return (mean, times.Sum(time => Math.Pow(Math.Log(time) - mean, 2)) / (times.Count - 1));
    }
}
