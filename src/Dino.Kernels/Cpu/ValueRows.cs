using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu;

/// <summary>The layout of the value rows in memory. A row has the channels of one token and head.</summary>
/// <param name="batchStride">Elements from one image to the next.</param>
/// <param name="headStride">Elements from one head to the next.</param>
/// <param name="stride">Elements from one token to the next.</param>
internal readonly unsafe struct ValueRows<T>(T* start, long batchStride, long headStride, int stride)
    where T : unmanaged
{
    public int Stride => stride;

    public T* Head(int batch, int head) => start + (batch * batchStride) + (head * headStride);

    /// <summary>The rows from image <paramref name="batch"/> on.</summary>
    public ValueRows<T> From(int batch) => new(Head(batch, 0), batchStride, headStride, stride);

    /// <summary>Rows of a value [Batch, Tokens, Heads, HeadDim].</summary>
    public static ValueRows<T> InPlace(MsDeformAttnShape shape, T* value)
        => new(value, (long)shape.Tokens * shape.Heads * shape.HeadDim, shape.HeadDim, shape.Heads * shape.HeadDim);

    /// <summary>Rows of a packed value [Batch, Heads, Tokens, row].</summary>
    public static ValueRows<T> Packed(MsDeformAttnShape shape, T* packed, int row)
        => new(packed, (long)shape.Heads * shape.Tokens * row, (long)shape.Tokens * row, row);
}

/// <summary>Copies the value of each image from [Tokens, Heads, HeadDim] to [Heads, Tokens, row], a run of tokens per item. This
/// makes the rows of a head adjacent and pads them with zeros to whole vectors.</summary>
internal readonly unsafe struct PackValue<T>(MsDeformAttnShape shape, int batches, int row, ValueRows<T> value, T* packed) : IWork
    where T : unmanaged
{
    // 256 tokens with 8 heads of 32 float32 have 256 KiB. They are read once into the L2 cache, then copied head by head.
    private const int TokensPerItem = 256;

    // Copying pays if every row is read at least this often. Measured: with 900 queries on 22,223 tokens (2.6 reads) it does not.
    private const long ReadsThatPay = 8;

    public int Items => batches * ItemsPerBatch;

    private int ItemsPerBatch => (shape.Tokens + TokensPerItem - 1) / TokensPerItem;

    /// <summary>Whether the rows are read often enough for copying to pay.</summary>
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

    /// <summary>Copies rows of channels and clears the padding after each.</summary>
    public static void Rows(
        T* source, int sourceStride, T* destination, int destinationStride, int rows, int channels, int padding)
    {
        var bytes = channels * sizeof(T);
        for (var index = 0; index < rows; index++, source += sourceStride, destination += destinationStride)
        {
            // A row has one or two cache lines. Copying it as vectors takes half the time of a call.
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
