using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Where threads add up the gradient by the value. Sums start at zero.</summary>
internal interface IValueSums<TSelf>
    where TSelf : struct, IValueSums<TSelf>
{
    static abstract void Add(TSelf sums, long index, float value);

    /// <summary>Adds to four neighbours; <paramref name="index"/> is a multiple of four.</summary>
    static abstract void Add(TSelf sums, long index, Floats4 values);
}

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

/// <summary>Float32 sums by vector reductions of four channels (red.global.add.v4.f32; compute capability 9.0, PTX 8.1). Order as in <see cref="AtomicSums"/>.</summary>
internal struct VectorAtomicSums : IValueSums<VectorAtomicSums>
{
    public ArrayView<float> Values;

    /// <summary>Of the first element of <see cref="Values"/>, which a kernel cannot ask a view for; 16-byte aligned.</summary>
    public long Address;

    public static void Add(VectorAtomicSums sums, long index, float value) => Atomic.Add(ref sums.Values[index], value);

    public static void Add(VectorAtomicSums sums, long index, Floats4 values)
    {
        if (CudaAsm.IsSupported)
        {
            // By value: references to arguments would put them into local memory.
            CudaAsm.Emit("red.global.add.v4.f32 [%0], {%1, %2, %3, %4};", sums.Address + (index * sizeof(float)), values.X, values.Y, values.Z, values.W);
        }
        else
        {
            Atomic.Add(ref sums.Values[index], values.X);
            Atomic.Add(ref sums.Values[index + 1], values.Y);
            Atomic.Add(ref sums.Values[index + 2], values.Z);
            Atomic.Add(ref sums.Values[index + 3], values.W);
        }
    }
}
