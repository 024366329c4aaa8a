using System.Runtime.InteropServices;
using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The channels of one thread in float32 registers, the type in which all kernels compute.</summary>
internal interface IFloats<TSelf>
    where TSelf : unmanaged, IFloats<TSelf>
{
    /// <summary>Returns sum + value × factor, which the driver's compiler fuses.</summary>
    static abstract TSelf MultiplyAdd(TSelf sum, TSelf value, float factor);

    static abstract float Dot(TSelf left, TSelf right);

    static abstract float LargestMagnitude(TSelf values);

    /// <summary>Adds values × factor to the sums from <paramref name="index"/> on.</summary>
    static abstract void AddTo<TSums>(TSums sums, long index, TSelf values, float factor)
        where TSums : struct, IValueSums<TSums>;
}

/// <summary>One channel.</summary>
internal struct Floats1(float value) : IFloats<Floats1>
{
    public float Value = value;

    public static Floats1 MultiplyAdd(Floats1 sum, Floats1 value, float factor) => new(sum.Value + (value.Value * factor));

    public static float Dot(Floats1 left, Floats1 right) => left.Value * right.Value;

    public static float LargestMagnitude(Floats1 values) => Magnitude.Absolute(values.Value);

    public static void AddTo<TSums>(TSums sums, long index, Floats1 values, float factor)
        where TSums : struct, IValueSums<TSums>
        => TSums.Add(sums, index, values.Value * factor);
}

/// <summary>Four channels, or four numbers of one 128-bit access to shared memory.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Floats4(float x, float y, float z, float w) : IFloats<Floats4>
{
    public float X = x;
    public float Y = y;
    public float Z = z;
    public float W = w;

    public static Floats4 MultiplyAdd(Floats4 sum, Floats4 value, float factor)
        => new(sum.X + (value.X * factor), sum.Y + (value.Y * factor), sum.Z + (value.Z * factor), sum.W + (value.W * factor));

    public static float Dot(Floats4 left, Floats4 right)
        => (left.X * right.X) + (left.Y * right.Y) + (left.Z * right.Z) + (left.W * right.W);

    public static float LargestMagnitude(Floats4 values)
        => Magnitude.Larger(
            Magnitude.Larger(Magnitude.Absolute(values.X), Magnitude.Absolute(values.Y)),
            Magnitude.Larger(Magnitude.Absolute(values.Z), Magnitude.Absolute(values.W)));

    public static void AddTo<TSums>(TSums sums, long index, Floats4 values, float factor)
        where TSums : struct, IValueSums<TSums>
        => TSums.Add(sums, index, new Floats4(values.X * factor, values.Y * factor, values.Z * factor, values.W * factor));
}

/// <summary>Eight channels.</summary>
internal struct Floats8(Floats4 low, Floats4 high) : IFloats<Floats8>
{
    public Floats4 Low = low;
    public Floats4 High = high;

    public static Floats8 MultiplyAdd(Floats8 sum, Floats8 value, float factor)
        => new(Floats4.MultiplyAdd(sum.Low, value.Low, factor), Floats4.MultiplyAdd(sum.High, value.High, factor));

    public static float Dot(Floats8 left, Floats8 right) => Floats4.Dot(left.Low, right.Low) + Floats4.Dot(left.High, right.High);

    public static float LargestMagnitude(Floats8 values)
        => Magnitude.Larger(Floats4.LargestMagnitude(values.Low), Floats4.LargestMagnitude(values.High));

    public static void AddTo<TSums>(TSums sums, long index, Floats8 values, float factor)
        where TSums : struct, IValueSums<TSums>
    {
        Floats4.AddTo(sums, index, values.Low, factor);
        Floats4.AddTo(sums, index + 4, values.High, factor);
    }
}

/// <summary>Absolute values, compared by their bits as integers. NaN is the largest.</summary>
internal static class Magnitude
{
    private const uint SignBit = 0x80000000u;

    public static float Absolute(float value) => Interop.IntAsFloat(Interop.FloatAsInt(value) & ~SignBit);

    public static float Larger(float left, float right) => Bits(left) > Bits(right) ? left : right;

    /// <summary>The bits of a magnitude, which are never negative.</summary>
    public static int Bits(float magnitude) => (int)Interop.FloatAsInt(magnitude);
}
