using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

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
