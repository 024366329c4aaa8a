namespace Dino.Kernels.Cpu;

/// <summary>Value offsets and weights of the four cells around each sample of a query-head: all samples' upper left corners, then upper right, lower left, lower right.</summary>
/// <param name="offsets">4 × samples elements from a head's first token, and room for a vector more.</param>
/// <param name="weights">Likewise; 0 where a cell lies outside its level.</param>
internal readonly unsafe struct Corners<T>(int* offsets, T* weights)
    where T : unmanaged
{
    public int* Offsets => offsets;

    public T* Weights => weights;

    /// <summary>Bytes of both.</summary>
    public static long Size(int padded) => AlignedBuffer.SizeOf<int>(4 * padded) + AlignedBuffer.SizeOf<T>(4 * padded);
}
