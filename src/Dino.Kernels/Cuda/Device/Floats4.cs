using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Four channels, or four numbers of one shared-memory access of 128 bits.</summary>
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
            Magnitude.Larger(Magnitude.Of(values.X), Magnitude.Of(values.Y)),
            Magnitude.Larger(Magnitude.Of(values.Z), Magnitude.Of(values.W)));

    public static void AddTo<TSums>(TSums sums, long index, Floats4 values, float factor)
        where TSums : struct, IValueSums<TSums>
        => TSums.Add(sums, index, new Floats4(values.X * factor, values.Y * factor, values.Z * factor, values.W * factor));
}
