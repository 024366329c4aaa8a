using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

/// <summary>Copies value [Tokens, Heads, HeadDim] of each batch item to [Heads, Tokens, row]: neighbours of a head stand side by side, and rows are whole vectors, zero-padded.</summary>
internal readonly unsafe struct PackValue<T>(MsDeformAttnShape shape, int batches, int row, ValueRows<T> value, T* packed) : IWork
    where T : unmanaged
{
    // 256 tokens of 8 heads x 32 float32 are 256 KiB: read once into the second-level cache, then taken head by head.
    private const int TokensPerItem = 256;

    // Copying pays once every row is read this many times (measured: 900 queries on 22,223 tokens, 2.6 reads, lose).
    private const long ReadsThatPay = 8;

    public int Items => batches * ItemsPerBatch;

    private int ItemsPerBatch => (shape.Tokens + TokensPerItem - 1) / TokensPerItem;

    /// <summary>Whether the rows are read often enough to be worth copying.</summary>
    public static bool Pays(MsDeformAttnShape shape) => 4L * shape.Queries * shape.SamplesPerHead >= ReadsThatPay * shape.Tokens;

    public void Run(int item)
    {
        var (batch, first) = (item / ItemsPerBatch, item % ItemsPerBatch * TokensPerItem);
        var tokens = Math.Min(TokensPerItem, shape.Tokens - first);
        for (var head = 0; head < shape.Heads; head++)
        {
            var source = value.Head(batch, head) + ((long)first * value.Stride);
            var destination = packed + ((((((long)batch * shape.Heads) + head) * shape.Tokens) + first) * row);
            Rows(source, value.Stride, destination, row, tokens, shape.HeadDim, row - shape.HeadDim);
        }
    }

    /// <summary>Copies rows of channels, then clears padding elements after each.</summary>
    public static void Rows(T* source, int sourceStride, T* destination, int destinationStride, int rows, int channels, int padding)
    {
        var bytes = channels * sizeof(T);
        for (var index = 0; index < rows; index++, source += sourceStride, destination += destinationStride)
        {
            // A row is a line or two: as vectors it is copied in half the time of a call.
            var copied = 0;
            for (; copied + Vector512<byte>.Count <= bytes; copied += Vector512<byte>.Count)
            {
                Vector512.Load((byte*)source + copied).Store((byte*)destination + copied);
            }

            if (copied < bytes)
            {
                Unsafe.CopyBlockUnaligned((byte*)destination + copied, (byte*)source + copied, (uint)(bytes - copied));
            }

            if (padding > 0)
            {
                new Span<T>(destination + channels, padding).Clear();
            }
        }
    }
}
