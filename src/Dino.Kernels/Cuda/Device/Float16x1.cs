using ILGPU;
using Half = ILGPU.Half;

namespace Dino.Kernels.Cuda.Device;

/// <summary>One float16 channel.</summary>
internal struct Float16x1 : IChannels<Float16x1, Floats1>
{
    public ushort Bits;

    public static int Count => 1;

    public static Floats1 Widen(Float16x1 channels) => new(Single(channels.Bits));

    public static Float16x1 Narrow(Floats1 values) => new() { Bits = (ushort)Round(values.Value) };

    internal static float Single(uint bits) => Interop.IntAsFloat((ushort)bits);

    /// <summary>In the lower 16 bits.</summary>
    internal static uint Round(float value) => Interop.FloatAsInt((Half)value);
}
