namespace Dino.Kernels.Cpu;

/// <summary>Where the value rows (channels of a token and head) stand.</summary>
/// <param name="batchStride">Elements from one batch item to the next.</param>
/// <param name="headStride">Elements from one head to the next.</param>
/// <param name="stride">Elements from one token to the next.</param>
internal readonly unsafe struct ValueRows<T>(T* start, long batchStride, long headStride, int stride)
    where T : unmanaged
{
    public int Stride => stride;

    public T* Head(int batch, int head) => start + (batch * batchStride) + (head * headStride);

    /// <summary>The same rows from a batch item on.</summary>
    public ValueRows<T> From(int batch) => new(Head(batch, 0), batchStride, headStride, stride);

    /// <summary>[Batch, Tokens, Heads, HeadDim].</summary>
    public static ValueRows<T> InPlace(MsDeformAttnShape shape, T* value)
        => new(value, (long)shape.Tokens * shape.Heads * shape.HeadDim, shape.HeadDim, shape.Heads * shape.HeadDim);

    /// <summary>[Batch, Heads, Tokens, row].</summary>
    public static ValueRows<T> Packed(MsDeformAttnShape shape, T* packed, int row)
        => new(packed, (long)shape.Heads * shape.Tokens * row, (long)shape.Tokens * row, row);
}
