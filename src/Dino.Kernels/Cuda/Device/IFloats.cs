namespace Dino.Kernels.Cuda.Device;

/// <summary>Channels of one thread in float32 registers, in which all kernels compute.</summary>
internal interface IFloats<TSelf>
    where TSelf : unmanaged, IFloats<TSelf>
{
    /// <summary>sum + value × factor; the compiler of the driver fuses it.</summary>
    static abstract TSelf MultiplyAdd(TSelf sum, TSelf value, float factor);

    static abstract float Dot(TSelf left, TSelf right);

    static abstract float LargestMagnitude(TSelf values);

    /// <summary>Adds values × factor to the sums from <paramref name="index"/> on.</summary>
    static abstract void AddTo<TSums>(TSums sums, long index, TSelf values, float factor)
        where TSums : struct, IValueSums<TSums>;
}
