using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>What a kernel's results may differ from the CPU's in float64, relative to max(1, |CPU|).</summary>
internal static class ErrorLimits
{
    /// <summary>Float32 arithmetic: a position in cells is off by up to 2^-24 × the level's size (334 at most), 2e-5 cells, and a gradient by a location is a sum over 32 channels of products
    /// of size 1, off by 32 × 2^-24, times the level's size: 6e-4.</summary>
    public const double Single = 1e-3;

    /// <summary>The output is rounded to its type: half a unit in the last place.</summary>
    public static double Output(CudaValueType type) => type switch
    {
        CudaValueType.Float16 => Single + (1.0 / (1 << 11)),
        CudaValueType.BFloat16 => Single + (1.0 / (1 << 8)),
        _ => Single,
    };

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
