namespace Dino.Kernels.Cuda.Device;

/// <summary>Where threads add up the gradient by the value. Sums start at zero.</summary>
internal interface IValueSums<TSelf>
    where TSelf : struct, IValueSums<TSelf>
{
    static abstract void Add(TSelf sums, long index, float value);

    /// <summary>Adds to four neighbours; <paramref name="index"/> is a multiple of four.</summary>
    static abstract void Add(TSelf sums, long index, Floats4 values);
}
