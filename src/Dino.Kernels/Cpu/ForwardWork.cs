using System.Numerics;
using System.Runtime.CompilerServices;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>Computes the output of one head for a run of queries per item.</summary>
/// <param name="row">HeadDim rounded up to whole vectors. This many elements of every value row are readable.</param>
internal readonly unsafe struct ForwardWork<T, TVector, TSimd>(
    MsDeformAttnShape shape,
    int batches,
    LevelLanes<T> levels,
    ValueRows<T> value,
    int row,
    T* locations,
    T* weights,
    T* output) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TSimd : ISimd<T, TVector>
{
    private const int QueriesPerItem = 128;

    public int Items => batches * shape.Heads * ItemsPerHead;

    private int ItemsPerHead => (shape.Queries + QueriesPerItem - 1) / QueriesPerItem;

    // The runs of one head are consecutive items, so that threads share the head's value in cache.
    [SkipLocalsInit]
    public void Run(int item)
    {
        var (batch, head) = (item / ItemsPerHead / shape.Heads, item / ItemsPerHead % shape.Heads);
        var first = item % ItemsPerHead * QueriesPerItem;
        var last = Math.Min(shape.Queries, first + QueriesPerItem);
        var padded = levels.Padded;
        using var scratch = new AlignedBuffer(
            (2 * Corners<T>.Size(padded)) + SampleRow<T>.Size(padded) + AlignedBuffer.SizeOf<T>(row));
        var corners = new Corners<T>(scratch.Take<byte>(Corners<T>.Size(padded)), padded);
        var next = new Corners<T>(scratch.Take<byte>(Corners<T>.Size(padded)), padded);
        var samples = new SampleRow<T>(
            (long)batches * shape.Queries * shape.Heads, shape.SamplesPerHead, padded, scratch.Take<T>(3 * padded));
        var paddedOutput = scratch.Take<T>(row);

        var source = value.Head(batch, head);
        Locate(samples, batch, head, first, corners);
        for (var query = first; query < last; query++)
        {
            // Locates one query ahead: the processor computes the next corners while it waits for the rows of these.
            if (query + 1 < last)
            {
                Locate(samples, batch, head, query + 1, next);
            }

            var destination = output + (Index(batch, head, query) * shape.HeadDim);
            var target = row == shape.HeadDim ? destination : paddedOutput;
            Gather(source, corners, target);
            if (row != shape.HeadDim)
            {
                Unsafe.CopyBlockUnaligned(destination, paddedOutput, (uint)(shape.HeadDim * sizeof(T)));
            }

            (corners, next) = (next, corners);
        }
    }

    private long Index(int batch, int head, int query) => ((((long)batch * shape.Queries) + query) * shape.Heads) + head;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Locate(SampleRow<T> samples, int batch, int head, int query, Corners<T> corners)
    {
        samples.Read(locations, weights, Index(batch, head, query), out var sampleLocations, out var sampleWeights);
        Bilinear<T, TVector, TSimd>.Locate(levels, sampleLocations, sampleWeights, value.Stride, corners);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(T* source, Corners<T> corners, T* destination)
    {
        var channel = 0;
        for (; channel + (2 * TSimd.Lanes) <= row; channel += 2 * TSimd.Lanes)
        {
            GatherTwo(source + channel, corners.Offsets, corners.Weights, 4 * levels.Samples, destination + channel);
        }

        if (channel < row)
        {
            GatherOne(source + channel, corners.Offsets, corners.Weights, levels.Samples, destination + channel);
        }
    }

    // Two vectors of channels with two sums each: four independent chains hide the latency of the fused multiply-add. The corners
    // are read in the order in which they are stored, which was measured a fifth faster than sample by sample. A separate method
    // keeps all its pointers in registers; when it was inlined, they were read from the stack for every corner.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GatherTwo(T* source, int* offsets, T* weights, nint corners, T* destination)
    {
        TVector even0 = default, even1 = default, odd0 = default, odd1 = default;
        for (nint corner = 0; corner < corners; corner += 4)
        {
            AddTwo(source + offsets[corner], weights[corner], ref even0, ref even1);
            AddTwo(source + offsets[corner + 1], weights[corner + 1], ref odd0, ref odd1);
            AddTwo(source + offsets[corner + 2], weights[corner + 2], ref even0, ref even1);
            AddTwo(source + offsets[corner + 3], weights[corner + 3], ref odd0, ref odd1);
        }

        TSimd.Store(TSimd.Add(even0, odd0), destination);
        TSimd.Store(TSimd.Add(even1, odd1), destination + TSimd.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTwo(T* corner, T weight, ref TVector first, ref TVector second)
    {
        var scale = TSimd.Broadcast(weight);
        first = TSimd.MultiplyAdd(TSimd.Load(corner), scale, first);
        second = TSimd.MultiplyAdd(TSimd.Load(corner + TSimd.Lanes), scale, second);
    }

    // With one vector of channels, one sum per corner of a sample makes four chains.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GatherOne(T* source, int* offsets, T* weights, nint samples, T* destination)
    {
        TVector topLeft = default, topRight = default, bottomLeft = default, bottomRight = default;
        for (nint sample = 0; sample < samples; sample++)
        {
            topLeft = TSimd.MultiplyAdd(TSimd.Load(source + offsets[sample]), TSimd.Broadcast(weights[sample]), topLeft);
            topRight = TSimd.MultiplyAdd(
                TSimd.Load(source + offsets[samples + sample]), TSimd.Broadcast(weights[samples + sample]), topRight);
            bottomLeft = TSimd.MultiplyAdd(
                TSimd.Load(source + offsets[(2 * samples) + sample]),
                TSimd.Broadcast(weights[(2 * samples) + sample]),
                bottomLeft);
            bottomRight = TSimd.MultiplyAdd(
                TSimd.Load(source + offsets[(3 * samples) + sample]),
                TSimd.Broadcast(weights[(3 * samples) + sample]),
                bottomRight);
        }

        TSimd.Store(TSimd.Add(TSimd.Add(topLeft, topRight), TSimd.Add(bottomLeft, bottomRight)), destination);
    }
}
