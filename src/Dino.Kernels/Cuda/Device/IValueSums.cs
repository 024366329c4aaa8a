using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The sums in which threads accumulate the gradient of the value. They start at zero.</summary>
internal interface IValueSums<TSelf>
    where TSelf : struct, IValueSums<TSelf>
{
    static abstract void Add(TSelf sums, long index, float value);

    /// <summary>Adds to four adjacent sums; <paramref name="index"/> is a multiple of four.</summary>
    static abstract void Add(TSelf sums, long index, Floats4 values);
}

/// <summary>Float32 sums with one atomic addition per channel. The order and therefore the last bits differ between
/// runs.</summary>
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

/// <summary>Float32 sums with vector reductions of four channels (red.global.add.v4.f32, which needs compute capability 9.0 and
/// PTX 8.1). As with <see cref="AtomicSums"/>, the order differs between runs.</summary>
internal struct VectorAtomicSums : IValueSums<VectorAtomicSums>
{
    public ArrayView<float> Values;

    /// <summary>The address of the first element of <see cref="Values"/>, 16-byte aligned. A kernel cannot get it from the
    /// view.</summary>
    public long Address;

    public static void Add(VectorAtomicSums sums, long index, float value) => Atomic.Add(ref sums.Values[index], value);

    public static void Add(VectorAtomicSums sums, long index, Floats4 values)
    {
        if (CudaAsm.IsSupported)
        {
            // Arguments are passed by value, because references would move them to local memory.
            CudaAsm.Emit(
                "red.global.add.v4.f32 [%0], {%1, %2, %3, %4};",
                sums.Address + (index * sizeof(float)),
                values.X,
                values.Y,
                values.Z,
                values.W);
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
