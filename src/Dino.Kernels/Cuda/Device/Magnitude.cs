using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Absolute values whose bits are ordered as integers; NaN is the largest.</summary>
internal static class Magnitude
{
    private const uint SignBit = 0x80000000u;

    public static float Of(float value) => Interop.IntAsFloat(Interop.FloatAsInt(value) & ~SignBit);

    public static float Larger(float left, float right) => Bits(left) > Bits(right) ? left : right;

    /// <summary>The bits of a magnitude, never negative.</summary>
    public static int Bits(float magnitude) => (int)Interop.FloatAsInt(magnitude);
}
