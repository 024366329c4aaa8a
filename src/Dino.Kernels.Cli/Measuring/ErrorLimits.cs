using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>What a kernel's results may differ from the CPU's in float64, relative to max(1, |CPU|).</summary>
internal static class ErrorLimits
{
    /// <summary>Of the gradients by values and weights, and of a float32 output. A position in cells is off by up to 2^-24 × the level's size (334 at most), 2e-5 cells, and so is what is
    /// interpolated there.</summary>
    public const double Single = 1e-3;

    // Half a unit in the last place of a float32 below 1.
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>The output is rounded to its type: half a unit in the last place.</summary>
    public static double Output(CudaValueType type) => type switch
    {
        CudaValueType.Float16 => Single + (1.0 / (1 << 11)),
        CudaValueType.BFloat16 => Single + (1.0 / (1 << 8)),
        _ => Single,
    };

    /// <summary>Of the gradient by locations, which is the level's size times a difference of scalar products, which changes along the other axis by about 1 a cell (32 channels of numbers in
    /// ±1, times the sample's weight); the position there is off by 2^-24 × the size: together 2^-24 × size², 1.7e-3 for 167 cells and 6.6e-3 for 334.</summary>
    public static double GradLocations(MsDeformAttnShape shape)
    {
        var size = shape.Levels.Max(level => Math.Max(level.Height, level.Width));
        return Math.Max(Single, Rounding * size * size);
    }

    /// <summary>Largest |actual - expected| / max(1, |expected|); infinite where a number is not finite.</summary>
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

    public static double Worst(double[] expected, float[] actual) => Worst(expected, Array.ConvertAll(actual, number => (double)number));
}

/// <summary>How near a result comes to the CPU's.</summary>
/// <param name="WorstError">Largest |GPU - CPU| / max(1, |CPU|).</param>
/// <param name="Limit">What it may be.</param>
internal readonly record struct Agreement(double WorstError, double Limit)
{
    /// <summary>Of several results the one whose error is the largest part of its limit.</summary>
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
