using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Float32 sums by one atomic addition a channel; their order, and so the last bits, differ from run to run.</summary>
internal struct AtomicSums : IValueSums<AtomicSums>
{
    public ArrayView<float> Values;

    public static void Add(AtomicSums sums, long index, float value) => Atomic.Add(ref sums.Values[index], value);

    public static void Add(AtomicSums sums, long index, Floats4 values)
    {
        Atomic.Add(ref sums.Values[index], values.X);
        Atomic.Add(ref sums.Values[index + 1], values.Y);
        Atomic.Add(ref sums.Values[index + 2], values.Z);
        Atomic.Add(ref sums.Values[index + 3], values.W);
    }
}
