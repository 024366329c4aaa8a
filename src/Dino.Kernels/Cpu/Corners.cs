namespace Dino.Kernels.Cpu;

/// <summary>Value offsets and weights of the four cells around each sample of a query-head: all samples' upper left corners, then upper right, lower left, lower right. Each array has 4 × samples
/// elements, and room for a vector more.</summary>
/// <param name="memory">Of <see cref="Size"/> bytes.</param>
internal readonly unsafe struct Corners<T>(byte* memory, int padded)
    where T : unmanaged
{
    /// <summary>Elements from a head's first token.</summary>
    public readonly int* Offsets = (int*)memory;

    /// <summary>0 where a cell lies outside its level.</summary>
    public readonly T* Weights = (T*)(memory + AlignedBuffer.SizeOf<int>(4 * padded));

    public static long Size(int padded) => AlignedBuffer.SizeOf<int>(4 * padded) + AlignedBuffer.SizeOf<T>(4 * padded);
}
