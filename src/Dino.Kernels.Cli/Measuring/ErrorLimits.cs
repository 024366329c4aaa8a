using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>How far the results of a kernel may differ from those of the CPU in float64, relative to max(1, |CPU|).</summary>
internal static class ErrorLimits
{
    /// <summary>The limit for the gradients of value and weights, and for a float32 output. A position in cells has an error of
    /// up to 2^-24 × the size of the level (at most 334), which is 2e-5 cells, and interpolated numbers have the same
    /// error.</summary>
    public const double Single = 1e-3;

    // Half a unit in the last place of a float32 below 1.
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>The limit for the output, which is rounded to its type: half a unit in the last place.</summary>
    public static double Output(CudaValueType type) => type switch
    {
        CudaValueType.Float16 => Single + (1.0 / (1 << 11)),
        CudaValueType.BFloat16 => Single + (1.0 / (1 << 8)),
        _ => Single,
    };

    /// <summary>The limit for the gradient of locations, which is the size of the level times a difference of scalar products.
    /// Along the other axis this difference changes by about 1 per cell (32 channels of numbers in ±1, times the weight of the
    /// sample), and the position there has an error of 2^-24 × the size. Together this gives 2^-24 × size²: 1.7e-3 for 167 cells
    /// and 6.6e-3 for 334.</summary>
    public static double GradLocations(MsDeformAttnShape shape)
    {
        var size = shape.Levels.Max(level => Math.Max(level.Height, level.Width));
        return Math.Max(Single, Rounding * size * size);
    }

    /// <summary>The largest |actual - expected| / max(1, |expected|); infinite if a number is not finite.</summary>
    public static double Worst(double[] expected, double[] actual)
    {
        var worst = 0.0;
        for (var index = 0; index < expected.Length; index++)
        {
            var error = Math.Abs(actual[index] - expected[index]) / Math.Max(1, Math.Abs(expected[index]));
            worst = double.IsFinite(error) ? Math.Max(worst, error) : double.PositiveInfinity;
        }

        return worst;
    }

    public static double Worst(double[] expected, float[] actual)
        => Worst(expected, Array.ConvertAll(actual, number => (double)number));
}

/// <summary>How close a result is to that of the CPU.</summary>
/// <param name="WorstError">The largest |GPU - CPU| / max(1, |CPU|).</param>
/// <param name="Limit">The largest error that passes.</param>
internal readonly record struct Agreement(double WorstError, double Limit)
{
    /// <summary>Returns the result whose error is the largest fraction of its limit.</summary>
    public static Agreement Worst(params ReadOnlySpan<Agreement> results)
    {
        var worst = results[0];
        foreach (var result in results)
        {
            worst = result.WorstError / result.Limit > worst.WorstError / worst.Limit ? result : worst;
        }

        return worst;
    }
}
