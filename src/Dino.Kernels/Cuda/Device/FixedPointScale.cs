using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The largest power of two by which no sum of fixed-point contributions overflows 64 bits.</summary>
/// <remarks>A contribution is at most largest weight × largest gradient by the output, below 2^(a + b) for their exponents; a token gets at most <c>terms</c> of them, at most 2^t.
/// Units of 2^(a + b + t - 62) keep sums below 2^62. For 22,223 queries of 4 points t = 17: contributions are cut to 2^-45 of the bound, finer than float32 unless the
/// contribution is below 2^-21 of the largest possible. Where a magnitude is not finite the scale is NaN, and so is every gradient by the value.</remarks>
internal static class FixedPointScale
{
    private const int SumBits = 62;
    private const int ExponentBias = 126;
    private const int NonFiniteExponent = 255;

    /// <param name="bits">Largest magnitudes of the gradient by the output and of the weights.</param>
    /// <param name="terms">Contributions that one token can get.</param>
    public static void Run(ArrayView<int> bits, ArrayView<double> scale, long terms)
    {
        if (Grid.IdxX == 0 && Group.IdxX == 0)
        {
            var (upstream, weight) = (bits[0] >> 23, bits[1] >> 23);
            var exponent = SumBits - (upstream - ExponentBias) - (weight - ExponentBias);
            for (var bound = 1L; bound < terms; bound *= 2)
            {
                exponent--;
            }

            var isFinite = upstream != NonFiniteExponent && weight != NonFiniteExponent;
            scale[0] = isFinite ? PowerOfTwo(exponent) : double.NaN;
        }
    }

    /// <summary>2^exponent for exponents of normal float64 numbers.</summary>
    public static double PowerOfTwo(int exponent) => Interop.IntAsFloat((ulong)(exponent + 1023) << 52);
}
