using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Four float32 channels, 128 bits.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Float32x4 : IChannels<Float32x4, Floats4>
{
    public Floats4 Values;

    public static int Count => 4;

    public static Floats4 Widen(Float32x4 channels) => channels.Values;

    public static Float32x4 Narrow(Floats4 values) => new() { Values = values };
}
