using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Sums of 64-bit integers, which are the same in every order. <see cref="FixedPointScale"/> computes the
/// scale.</summary>
internal struct FixedPointSums : IValueSums<FixedPointSums>
{
    public ArrayView<long> Units;

    /// <summary>One element: the number of units in 1, a power of two.</summary>
    public ArrayView<double> Scale;

    public static void Add(FixedPointSums sums, long index, float value)
        => Atomic.Add(ref sums.Units[index], (long)(value * sums.Scale[0]));

    public static void Add(FixedPointSums sums, long index, Floats4 values)
    {
        var scale = sums.Scale[0];
        Atomic.Add(ref sums.Units[index], (long)(values.X * scale));
        Atomic.Add(ref sums.Units[index + 1], (long)(values.Y * scale));
        Atomic.Add(ref sums.Units[index + 2], (long)(values.Z * scale));
        Atomic.Add(ref sums.Units[index + 3], (long)(values.W * scale));
    }
}

/// <summary>Finds the largest magnitude in a buffer as a maximum of integers, which is the same in every order. NaN is the
/// largest.</summary>
internal static class LargestMagnitude
{
    /// <param name="bits">Starts at 0. Element <paramref name="target"/> receives the bits of the magnitude.</param>
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

/// <summary>Computes the largest power of two with which no sum of fixed-point contributions overflows 64 bits.</summary>
/// <remarks>A contribution is at most the largest weight × the largest gradient of the output, which is below 2^(a + b) for their
/// exponents a and b. A token gets at most <c>terms</c> contributions, which is at most 2^t. Units of 2^(a + b + t - 62) keep
/// sums below 2^62. For 22,223 queries with 4 points t is 17: contributions are cut to 2^-45 of the bound, which is finer than
/// float32 unless the contribution is below 2^-21 of the largest possible. If a magnitude is not finite, the scale and every
/// gradient of the value are NaN.</remarks>
internal static class FixedPointScale
{
    private const int SumBits = 62;
    private const int ExponentBias = 126;
    private const int NonFiniteExponent = 255;

    /// <param name="bits">The bits of the largest magnitudes of the gradient of the output and of the weights.</param>
    /// <param name="scale">Receives the power of two.</param>
    /// <param name="terms">The most contributions that one token can get.</param>
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

    /// <summary>Returns 2^exponent, for exponents of normal float64 numbers.</summary>
    public static double PowerOfTwo(int exponent) => Interop.IntAsFloat((ulong)(exponent + 1023) << 52);
}

/// <summary>Converts fixed-point sums to float32.</summary>
internal static class FixedPointToFloat
{
    public static void Run(FixedPointSums sums, ArrayView<float> values)
    {
        var unit = 1 / sums.Scale[0];
        for (var index = ((long)Grid.IdxX * Group.DimX) + Group.IdxX;
            index < values.Length;
            index += (long)Grid.DimX * Group.DimX)
        {
            values[index] = (float)(sums.Units[index] * unit);
        }
    }
}
