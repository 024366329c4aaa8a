using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>Computes the output of a run of queries per item, head by head, because neighboring queries of a head sample the same
/// cells.</summary>
internal readonly unsafe struct ProjectedSamplingWork(
    MsDeformAttnShape shape,
    LevelLanes<float> levels,
    ValueRows<ushort> value,
    ushort* projected,
    References references,
    ushort* output) : IWork
{
    private const int QueriesPerItem = 32;

    public int Items => shape.Batch * ItemsPerBatch;

    private int ItemsPerBatch => (shape.Queries + QueriesPerItem - 1) / QueriesPerItem;

    [SkipLocalsInit]
    public void Run(int item)
    {
        var (padded, lanesLength) = (levels.Padded, SampleLanes.Length(levels.Padded, QueriesPerItem));
        using var scratch = new AlignedBuffer(
            AlignedBuffer.SizeOf<float>(lanesLength) + (2 * Corners<float>.Size(padded)) + ProjectedRow.Size(padded));
        var lanes = new SampleLanes(shape, levels, QueriesPerItem, scratch.Take<float>(lanesLength));
        var corners = new Corners<float>(scratch.Take<byte>(Corners<float>.Size(padded)), padded);
        var next = new Corners<float>(scratch.Take<byte>(Corners<float>.Size(padded)), padded);
        var row = new ProjectedRow(shape.Heads, shape.SamplesPerHead, padded, scratch.Take<ushort>(3 * padded));

        var batch = item / ItemsPerBatch;
        var first = item % ItemsPerBatch * QueriesPerItem;
        var queries = Math.Min(QueriesPerItem, shape.Queries - first);
        for (var query = 0; query < queries; query++)
        {
            lanes.Start(query, references.At(shape, batch, first + query), references.Size);
        }

        var firstRow = ((long)batch * shape.Queries) + first;
        for (var head = 0; head < shape.Heads; head++)
        {
            var source = value.Head(batch, head);
            Locate(lanes, row, firstRow, 0, head, corners);
            for (var query = 0; query < queries; query++)
            {
                // Locates one query ahead, as ForwardWork does.
                if (query + 1 < queries)
                {
                    Locate(lanes, row, firstRow, query + 1, head, next);
                }

                Gather(source, corners, output + ((((firstRow + query) * shape.Heads) + head) * shape.HeadDim));
                (corners, next) = (next, corners);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Locate(SampleLanes lanes, ProjectedRow row, long firstRow, int query, int head, Corners<float> corners)
    {
        row.Read(projected, firstRow + query, head, out var offsets, out var logits);
        lanes.Locate(query, offsets, logits, value.Stride, corners);
    }

    private void Gather(ushort* source, Corners<float> corners, ushort* destination)
    {
        var channel = 0;
        for (; channel + (2 * Vector512<float>.Count) <= shape.HeadDim; channel += 2 * Vector512<float>.Count)
        {
            GatherWhole(source + channel, corners.Offsets, corners.Weights, 4 * levels.Samples, destination + channel);
        }

        if (channel < shape.HeadDim)
        {
            GatherHalf(source + channel, corners.Offsets, corners.Weights, 4 * levels.Samples, destination + channel);
        }
    }

    // Even and odd corners have separate sums: four independent chains hide the latency of the fused multiply-add. Separate
    // methods keep all their pointers in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GatherWhole(ushort* source, int* offsets, float* weights, nint corners, ushort* destination)
    {
        Vector512<float> even0 = default, odd0 = default, even1 = default, odd1 = default;
        for (nint corner = 0; corner < corners; corner += 4)
        {
            Add(Vector512.Load((uint*)(source + offsets[corner])), weights[corner], ref even0, ref odd0);
            Add(Vector512.Load((uint*)(source + offsets[corner + 1])), weights[corner + 1], ref even1, ref odd1);
            Add(Vector512.Load((uint*)(source + offsets[corner + 2])), weights[corner + 2], ref even0, ref odd0);
            Add(Vector512.Load((uint*)(source + offsets[corner + 3])), weights[corner + 3], ref even1, ref odd1);
        }

        BFloat16Pairs.Join(even0 + even1, odd0 + odd1).Store((uint*)destination);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GatherHalf(ushort* source, int* offsets, float* weights, nint corners, ushort* destination)
    {
        Vector512<float> even = default, odd = default;
        for (nint corner = 0; corner < corners; corner++)
        {
            Add(Vector256.Load((uint*)(source + offsets[corner])).ToVector512(), weights[corner], ref even, ref odd);
        }

        BFloat16Pairs.Join(even, odd).GetLower().Store((uint*)destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<uint> pairs, float weight, ref Vector512<float> even, ref Vector512<float> odd)
    {
        var scale = Vector512.Create(weight);
        even = Vector512.FusedMultiplyAdd(BFloat16Pairs.Even(pairs), scale, even);
        odd = Vector512.FusedMultiplyAdd(BFloat16Pairs.Odd(pairs), scale, odd);
    }
}

/// <summary>Offsets and logits of one query and head as whole vectors. They are read in place if they fill whole vectors,
/// otherwise from a copy. Lanes of the copy after the last sample get no share of the softmax.</summary>
internal readonly unsafe struct ProjectedRow
{
    private const ushort MinusInfinity = 0xFF80;

    private readonly int _heads;
    private readonly int _samples;
    private readonly int _padded;
    private readonly ushort* _copy;

    /// <param name="copy">Memory for 3 × padded elements.</param>
    public ProjectedRow(int heads, int samples, int padded, ushort* copy)
    {
        (_heads, _samples, _padded) = (heads, samples, padded);
        _copy = copy;
        new Span<ushort>(copy, 2 * padded).Clear();
        new Span<ushort>(copy + (2 * padded), padded).Fill(MinusInfinity);
    }

    public static long Size(int padded) => AlignedBuffer.SizeOf<ushort>(3 * padded);

    /// <param name="projected">[Rows, 3 * Heads * samples]: offsets (x, y) of all heads, then logits of all heads.</param>
    /// <param name="offsets">2 × padded numbers, (x, y).</param>
    /// <param name="logits">Padded numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(ushort* projected, long row, int head, out ushort* offsets, out ushort* logits)
    {
        offsets = projected + (((row * 3 * _heads) + (2L * head)) * _samples);
        logits = projected + (((row * 3 * _heads) + (2L * _heads) + head) * _samples);
        if (_samples != _padded)
        {
            Unsafe.CopyBlockUnaligned(_copy, offsets, (uint)(2 * _samples * sizeof(ushort)));
            Unsafe.CopyBlockUnaligned(_copy + (2 * _padded), logits, (uint)(_samples * sizeof(ushort)));
            offsets = _copy;
            logits = _copy + (2 * _padded);
        }
    }
}
