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
