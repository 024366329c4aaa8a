using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>One bfloat16 channel: the upper half of a float32.</summary>
internal struct BFloat16x1 : IChannels<BFloat16x1, Floats1>
{
    private const uint QuietNaN = 0x7fc0;

    public ushort Bits;

    public static int Count => 1;

    public static Floats1 Widen(BFloat16x1 channels) => new(Interop.IntAsFloat((uint)channels.Bits << 16));

    public static BFloat16x1 Narrow(Floats1 values) => new() { Bits = (ushort)Round(values.Value) };

    /// <summary>In the lower 16 bits.</summary>
    internal static uint Round(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var halfOfTheLastPlace = 0x7fffu + ((bits >> 16) & 1);
        return float.IsNaN(value) ? QuietNaN : (bits + halfOfTheLastPlace) >> 16;
    }
}
