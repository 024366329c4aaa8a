using System.Runtime.InteropServices;
using ILGPU;
using Half = ILGPU.Half;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Adjacent channels of the value in memory, which one thread loads at once. TFloats holds the same channels in
/// registers.</summary>
internal interface IChannels<TSelf, TFloats>
    where TSelf : unmanaged, IChannels<TSelf, TFloats>
    where TFloats : unmanaged, IFloats<TFloats>
{
    static abstract int Count { get; }

    static abstract TFloats Widen(TSelf channels);

    /// <summary>Rounds to nearest, ties to even.</summary>
    static abstract TSelf Narrow(TFloats values);
}

/// <summary>One float32 channel.</summary>
internal struct Float32x1 : IChannels<Float32x1, Floats1>
{
    public float Value;

    public static int Count => 1;

    public static Floats1 Widen(Float32x1 channels) => new(channels.Value);

    public static Float32x1 Narrow(Floats1 values) => new() { Value = values.Value };
}

/// <summary>Four float32 channels, 128 bits.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Float32x4 : IChannels<Float32x4, Floats4>
{
    public Floats4 Values;

    public static int Count => 4;

    public static Floats4 Widen(Float32x4 channels) => channels.Values;

    public static Float32x4 Narrow(Floats4 values) => new() { Values = values };
}

/// <summary>One float16 channel.</summary>
internal struct Float16x1 : IChannels<Float16x1, Floats1>
{
    public ushort Bits;

    public static int Count => 1;

    public static Floats1 Widen(Float16x1 channels) => new(Single(channels.Bits));

    public static Float16x1 Narrow(Floats1 values) => new() { Bits = (ushort)Round(values.Value) };

    internal static float Single(uint bits) => Interop.IntAsFloat((ushort)bits);

    /// <summary>Rounds to float16, in the lower 16 bits.</summary>
    internal static uint Round(float value) => Interop.FloatAsInt((Half)value);
}

/// <summary>Eight float16 channels, 128 bits.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Float16x8 : IChannels<Float16x8, Floats8>
{
    public uint Pair0;
    public uint Pair1;
    public uint Pair2;
    public uint Pair3;

    public static int Count => 8;

    public static Floats8 Widen(Float16x8 channels) => new(
        new Floats4(Low(channels.Pair0), High(channels.Pair0), Low(channels.Pair1), High(channels.Pair1)),
        new Floats4(Low(channels.Pair2), High(channels.Pair2), Low(channels.Pair3), High(channels.Pair3)));

    public static Float16x8 Narrow(Floats8 values) => new()
    {
        Pair0 = Pair(values.Low.X, values.Low.Y),
        Pair1 = Pair(values.Low.Z, values.Low.W),
        Pair2 = Pair(values.High.X, values.High.Y),
        Pair3 = Pair(values.High.Z, values.High.W),
    };

    private static float Low(uint pair) => Float16x1.Single(pair);

    private static float High(uint pair) => Float16x1.Single(pair >> 16);

    private static uint Pair(float low, float high) => Float16x1.Round(low) | (Float16x1.Round(high) << 16);
}

/// <summary>One bfloat16 channel: the upper half of a float32.</summary>
internal struct BFloat16x1 : IChannels<BFloat16x1, Floats1>
{
    private const uint QuietNaN = 0x7fc0;

    public ushort Bits;

    public static int Count => 1;

    public static Floats1 Widen(BFloat16x1 channels) => new(Interop.IntAsFloat((uint)channels.Bits << 16));

    public static BFloat16x1 Narrow(Floats1 values) => new() { Bits = (ushort)Round(values.Value) };

    /// <summary>Rounds to bfloat16, in the lower 16 bits.</summary>
    internal static uint Round(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var halfOfTheLastPlace = 0x7fffu + ((bits >> 16) & 1);
        return float.IsNaN(value) ? QuietNaN : (bits + halfOfTheLastPlace) >> 16;
    }
}

/// <summary>Eight bfloat16 channels, 128 bits.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct BFloat16x8 : IChannels<BFloat16x8, Floats8>
{
    public uint Pair0;
    public uint Pair1;
    public uint Pair2;
    public uint Pair3;

    public static int Count => 8;

    public static Floats8 Widen(BFloat16x8 channels) => new(
        new Floats4(Low(channels.Pair0), High(channels.Pair0), Low(channels.Pair1), High(channels.Pair1)),
        new Floats4(Low(channels.Pair2), High(channels.Pair2), Low(channels.Pair3), High(channels.Pair3)));

    public static BFloat16x8 Narrow(Floats8 values) => new()
    {
        Pair0 = Pair(values.Low.X, values.Low.Y),
        Pair1 = Pair(values.Low.Z, values.Low.W),
        Pair2 = Pair(values.High.X, values.High.Y),
        Pair3 = Pair(values.High.Z, values.High.W),
    };

    private static float Low(uint pair) => Interop.IntAsFloat(pair << 16);

    private static float High(uint pair) => Interop.IntAsFloat(pair & 0xffff0000u);

    private static uint Pair(float low, float high) => BFloat16x1.Round(low) | (BFloat16x1.Round(high) << 16);
}
