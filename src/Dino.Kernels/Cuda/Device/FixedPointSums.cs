using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Sums of 64-bit integers, which are the same in every order. <see cref="FixedPointScale"/> makes the scale.</summary>
internal struct FixedPointSums : IValueSums<FixedPointSums>
{
    public ArrayView<long> Units;

    /// <summary>One element: units of 1, a power of two.</summary>
    public ArrayView<double> Scale;

    public static void Add(FixedPointSums sums, long index, float value) => Atomic.Add(ref sums.Units[index], (long)(value * sums.Scale[0]));

    public static void Add(FixedPointSums sums, long index, Floats4 values)
    {
        var scale = sums.Scale[0];
        Atomic.Add(ref sums.Units[index], (long)(values.X * scale));
        Atomic.Add(ref sums.Units[index + 1], (long)(values.Y * scale));
        Atomic.Add(ref sums.Units[index + 2], (long)(values.Z * scale));
        Atomic.Add(ref sums.Units[index + 3], (long)(values.W * scale));
    }
}

/// <summary>The largest magnitude of a buffer, a maximum of integers and so the same in every order; NaN counts as the largest.</summary>
internal static class LargestMagnitude
{
    /// <param name="bits">Starts at 0; element <paramref name="target"/> gets the magnitude's bits.</param>
    public static void Run<TChannels, TFloats>(ArrayView<TChannels> channels, ArrayView<int> bits, int target, int count)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
    {
        var largest = 0f;
        for (var index = (Grid.IdxX * Group.DimX) + Group.IdxX; index < count; index += Grid.DimX * Group.DimX)
        {
            largest = Magnitude.Larger(largest, TFloats.LargestMagnitude(TChannels.Widen(channels[index])));
        }

        Atomic.Max(ref bits[target], Magnitude.Bits(largest));
    }
}

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

/// <summary>Fixed-point sums as float32.</summary>
internal static class FixedPointToFloat
{
    public static void Run(FixedPointSums sums, ArrayView<float> values)
    {
        var unit = 1 / sums.Scale[0];
        for (var index = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; index < values.Length; index += (long)Grid.DimX * Group.DimX)
        {
            values[index] = (float)(sums.Units[index] * unit);
        }
    }
}
