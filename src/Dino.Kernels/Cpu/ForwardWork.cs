using System.Numerics;
using System.Runtime.CompilerServices;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>The output of one head for a run of queries, per item.</summary>
/// <param name="row">HeadDim rounded up to whole vectors; the value's rows have that many readable elements.</param>
internal readonly unsafe struct ForwardWork<T, TVector, TSimd>(MsDeformAttnShape shape, int batches, LevelLanes<T> levels, ValueRows<T> value, int row, T* locations, T* weights, T* output) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TSimd : ISimd<T, TVector>
{
    private const int QueriesPerItem = 128;

    public int Items => batches * shape.Heads * ItemsPerHead;

    private int ItemsPerHead => (shape.Queries + QueriesPerItem - 1) / QueriesPerItem;

    // Runs of one head follow each other, so that threads share the head's value in cache.
    [SkipLocalsInit]
    public void Run(int item)
    {
        var (batch, head) = (item / ItemsPerHead / shape.Heads, item / ItemsPerHead % shape.Heads);
        var first = item % ItemsPerHead * QueriesPerItem;
        var last = Math.Min(shape.Queries, first + QueriesPerItem);
        var padded = levels.Padded;
        using var scratch = new AlignedBuffer(AlignedBuffer.SizeOf<int>(4 * padded) + AlignedBuffer.SizeOf<T>(4 * padded) + SampleRow<T>.Size(padded) + AlignedBuffer.SizeOf<T>(row));
        var offsets = scratch.Take<int>(4 * padded);
        var cornerWeights = scratch.Take<T>(4 * padded);
        var samples = new SampleRow<T>(shape.SamplesPerHead, padded, scratch.Take<T>(3 * padded));
        var paddedOutput = scratch.Take<T>(row);

        var head0 = value.Head(batch, head);
        for (var query = first; query < last; query++)
        {
            var index = (((long)batch * shape.Queries) + query) * shape.Heads + head;
            samples.Read(locations, weights, index, out var sampleLocations, out var sampleWeights);
            Bilinear<T, TVector, TSimd>.Corners(levels, sampleLocations, sampleWeights, value.Stride, offsets, cornerWeights);
            var destination = output + (index * shape.HeadDim);
            var target = row == shape.HeadDim ? destination : paddedOutput;
            Gather(head0, offsets, cornerWeights, target);
            if (row != shape.HeadDim)
            {
                Unsafe.CopyBlockUnaligned(destination, paddedOutput, (uint)(shape.HeadDim * sizeof(T)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(T* source, int* offsets, T* cornerWeights, T* destination)
    {
        var channel = 0;
        for (; channel + (2 * TSimd.Lanes) <= row; channel += 2 * TSimd.Lanes)
        {
            GatherTwo(source + channel, offsets, cornerWeights, destination + channel);
        }

        if (channel < row)
        {
            GatherOne(source + channel, offsets, cornerWeights, destination + channel);
        }
    }

    // Two vectors of channels, two sums each: four independent chains hide the latency of the fused multiply-add. All samples' upper left corners follow each other, then the
    // upper right ones and so on (measured: a fifth faster than sample by sample); padded samples are walked too, with weight 0 and the head's first token.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GatherTwo(T* source, int* offsets, T* cornerWeights, T* destination)
    {
        TVector even0 = default, even1 = default, odd0 = default, odd1 = default;
        for (var corner = 0; corner < 4 * levels.Padded; corner += 4)
        {
            Add(source + offsets[corner], cornerWeights[corner], ref even0, ref even1);
            Add(source + offsets[corner + 1], cornerWeights[corner + 1], ref odd0, ref odd1);
            Add(source + offsets[corner + 2], cornerWeights[corner + 2], ref even0, ref even1);
            Add(source + offsets[corner + 3], cornerWeights[corner + 3], ref odd0, ref odd1);
        }

        TSimd.Store(TSimd.Add(even0, odd0), destination);
        TSimd.Store(TSimd.Add(even1, odd1), destination + TSimd.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* corner, T weight, ref TVector first, ref TVector second)
    {
        var scale = TSimd.Broadcast(weight);
        first = TSimd.MultiplyAdd(TSimd.Load(corner), scale, first);
        second = TSimd.MultiplyAdd(TSimd.Load(corner + TSimd.Lanes), scale, second);
    }

    private void GatherOne(T* source, int* offsets, T* cornerWeights, T* destination)
    {
        var (samples, padded) = (shape.SamplesPerHead, levels.Padded);
        TVector topLeft = default, topRight = default, bottomLeft = default, bottomRight = default;
        for (var sample = 0; sample < samples; sample++)
        {
            var offset = offsets + sample;
            var weight = cornerWeights + sample;
            topLeft = TSimd.MultiplyAdd(TSimd.Load(source + offset[0]), TSimd.Broadcast(weight[0]), topLeft);
            topRight = TSimd.MultiplyAdd(TSimd.Load(source + offset[padded]), TSimd.Broadcast(weight[padded]), topRight);
            bottomLeft = TSimd.MultiplyAdd(TSimd.Load(source + offset[2 * padded]), TSimd.Broadcast(weight[2 * padded]), bottomLeft);
            bottomRight = TSimd.MultiplyAdd(TSimd.Load(source + offset[3 * padded]), TSimd.Broadcast(weight[3 * padded]), bottomRight);
        }

        TSimd.Store(TSimd.Add(TSimd.Add(topLeft, topRight), TSimd.Add(bottomLeft, bottomRight)), destination);
    }
}
