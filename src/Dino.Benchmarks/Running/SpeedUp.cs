using Dino.Pipeline.Kernels;
using Perfolizer.Mathematics.Distributions.ContinuousDistributions;

namespace Dino.Benchmarks.Running;

/// <summary>The ratio of two mean times, with the confidence interval that their spread implies.</summary>
internal static class SpeedUp
{
    private const double Confidence = 0.95;

    /// <summary>Times are about log-normal, so the logarithm of the ratio of their geometric means gets Welch's interval (B. L.
    /// Welch, Biometrika 34, 1947).</summary>
    /// <param name="reference">Time per iteration in any unit; at least two.</param>
    /// <param name="kernel">Time per iteration in the same unit; at least two.</param>
    public static KernelRatio Estimate(string name, IReadOnlyList<double> reference, IReadOnlyList<double> kernel)
    {
        var (slow, fast) = (Logarithms(reference), Logarithms(kernel));
        var (slowSquare, fastSquare) = (slow.Variance / reference.Count, fast.Variance / kernel.Count);
        var square = slowSquare + fastSquare;
        var center = slow.Mean - fast.Mean;
        var half = 0.0;
        if (square > 0)
        {
            var freedom = square * square
                / ((slowSquare * slowSquare / (reference.Count - 1)) + (fastSquare * fastSquare / (kernel.Count - 1)));
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
