using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>Deformable attention on bfloat16 values, straight from the products that give offsets and logits: locations, softmax and sums in float32, without a pass over memory for each.</summary>
public static unsafe class ProjectedSampling
{
    /// <summary>Channels a head are read in runs of so many.</summary>
    private const int Run = 16;

    /// <summary>Whether heads of so many channels are taken.</summary>
    public static bool Takes(long headDim) => Vector512.IsHardwareAccelerated && headDim % Run == 0;

    /// <param name="value">[Batch, Tokens, Heads, HeadDim] bfloat16.</param>
    /// <param name="projected">[Batch, Queries, 3 * Heads * samples] bfloat16: offsets (x, y) of [Heads, Levels, Points], then logits of [Heads, Levels, Points].</param>
    /// <param name="references">Points or boxes that the offsets start from.</param>
    /// <param name="output">[Batch, Queries, Heads, HeadDim] bfloat16.</param>
    public static void Forward(MsDeformAttnShape shape, ushort* value, ushort* projected, References references, ushort* output)
    {
        var padded = LevelLanes<float>.PaddedSamples<Vector512<float>, Simd512<float>>(shape);
        var packs = PackValue<ushort>.Pays(shape);
        using var scratch = new AlignedBuffer(AlignedBuffer.SizeOf<float>(3 * padded) + AlignedBuffer.SizeOf<ushort>(packs ? shape.ValueLength : 0));
        var levels = new LevelLanes<float>(shape, padded, scratch.Take<float>(3 * padded));
        var rows = ValueRows<ushort>.InPlace(shape, value);
        if (packs)
        {
            // Rows of a head side by side: in place they are all multiples of a head's stride apart and share few sets of the first-level cache.
            var packed = scratch.Take<ushort>(shape.ValueLength);
            var pack = new PackValue<ushort>(shape, shape.Batch, shape.HeadDim, rows, packed);
            Parallel.For(0, pack.Items, pack.Run);
            rows = ValueRows<ushort>.Packed(shape, packed, shape.HeadDim);
        }

        var work = new ProjectedSamplingWork(shape, levels, rows, projected, references, output);
        Parallel.For(0, work.Items, work.Run);
    }
}

/// <summary>[Batch or 1, Queries, Levels, size] float32 relative to the level: points (x, y), from which offsets count in cells, or boxes (cx, cy, w, h), from which they count in halves of the
/// box over the number of points.</summary>
/// <param name="data">The first.</param>
/// <param name="size">2 or 4.</param>
/// <param name="isShared">Whether all images have the same.</param>
public readonly unsafe struct References(float* data, int size, bool isShared)
{
    private readonly float* _data = data;
    private readonly bool _isShared = isShared;

    public int Size { get; } = size;

    internal float* Of(MsDeformAttnShape shape, long batch, int query)
        => _data + ((((_isShared ? 0 : batch) * shape.Queries) + query) * shape.Levels.Length * Size);
}
