using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>Deformable attention on bfloat16 values, straight from the projections that give offsets and logits. Locations,
/// softmax and sums are computed in float32 without a pass over memory for each.</summary>
public static unsafe class ProjectedSampling
{
    /// <summary>The channels of a head are read in runs of this length.</summary>
    private const int Run = 16;

    /// <summary>Whether this processor has the vectors (AVX-512) and <paramref name="headDim"/> fills them.</summary>
    public static bool Supports(long headDim) => Vector512.IsHardwareAccelerated && headDim % Run == 0;

    /// <summary>Writes the output of all queries. The caller owns all memory; buffers must not overlap.</summary>
    /// <param name="value">[Batch, Tokens, Heads, HeadDim] in bfloat16.</param>
    /// <param name="projected">[Batch, Queries, 3 * Heads * samples] in bfloat16: offsets [Heads, Levels, Points, 2] as (x, y),
    /// then logits [Heads, Levels, Points].</param>
    /// <param name="references">The points or boxes that the offsets start from.</param>
    /// <param name="output">[Batch, Queries, Heads, HeadDim] in bfloat16; overwritten.</param>
    public static void Forward(MsDeformAttnShape shape, ushort* value, ushort* projected, References references, ushort* output)
    {
        var padded = LevelLanes<float>.PaddedSamples<Vector512<float>, Simd512<float>>(shape);
        var packs = PackValue<ushort>.Pays(shape);
        using var scratch = new AlignedBuffer(
            AlignedBuffer.SizeOf<float>(3 * padded) + AlignedBuffer.SizeOf<ushort>(packs ? shape.ValueLength : 0));
        var levels = new LevelLanes<float>(shape, padded, scratch.Take<float>(3 * padded));
        var rows = ValueRows<ushort>.InPlace(shape, value);
        if (packs)
        {
            // Packed rows of a head are adjacent. In place they are multiples of one stride apart and share few sets of the L1
            // cache.
            var packed = scratch.Take<ushort>(shape.ValueLength);
            var pack = new PackValue<ushort>(shape, shape.Batch, shape.HeadDim, rows, packed);
            Parallel.For(0, pack.Items, pack.Run);
            rows = ValueRows<ushort>.Packed(shape, packed, shape.HeadDim);
        }

        var work = new ProjectedSamplingWork(shape, levels, rows, projected, references, output);
        Parallel.For(0, work.Items, work.Run);
    }
}

/// <summary>Reference points (x, y) or boxes (cx, cy, w, h) as float32 [Batch or 1, Queries, Levels, size], relative to the size
/// of the level. Offsets from points are in cells; offsets from boxes are in half boxes divided by the number of
/// points.</summary>
/// <param name="data">Address of the first number; owned by the caller.</param>
/// <param name="size">2 for points, 4 for boxes.</param>
/// <param name="isShared">Whether all images share the references of one.</param>
public readonly unsafe struct References(float* data, int size, bool isShared)
{
    private readonly float* _data = data;
    private readonly bool _isShared = isShared;

    public int Size { get; } = size;

    /// <summary>The references of one query, [Levels, size].</summary>
    internal float* At(MsDeformAttnShape shape, long batch, int query)
        => _data + ((((_isShared ? 0 : batch) * shape.Queries) + query) * shape.Levels.Length * Size);
}
