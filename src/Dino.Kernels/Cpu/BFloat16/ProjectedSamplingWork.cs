using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>A run of queries, per item, head by head: neighbours in a map sample the same cells.</summary>
internal readonly unsafe struct ProjectedSamplingWork(
    MsDeformAttnShape shape, LevelLanes<float> levels, ValueRows<ushort> value, ushort* projected, References references, ushort* output) : IWork
{
    private const int QueriesPerItem = 32;
    private const ushort MinusInfinity = 0xFF80;

    public int Items => shape.Batch * ItemsPerBatch;

    private int ItemsPerBatch => (shape.Queries + QueriesPerItem - 1) / QueriesPerItem;

    [SkipLocalsInit]
    public void Run(int item)
    {
        var (samples, padded, lanesLength) = (shape.SamplesPerHead, levels.Padded, SampleLanes.Length(levels.Padded, QueriesPerItem));
        using var scratch = new AlignedBuffer(
            AlignedBuffer.SizeOf<float>(lanesLength) + (2 * AlignedBuffer.SizeOf<float>(4 * padded)) + AlignedBuffer.SizeOf<ushort>(2 * padded) + AlignedBuffer.SizeOf<ushort>(padded));
        var lanes = new SampleLanes(shape, levels, QueriesPerItem, scratch.Take<float>(lanesLength));
        var cells = scratch.Take<int>(4 * padded);
        var cellWeights = scratch.Take<float>(4 * padded);
        var paddedOffsets = scratch.Take<ushort>(2 * padded);
        var paddedLogits = scratch.Take<ushort>(padded);
        new Span<ushort>(paddedOffsets, 2 * padded).Clear();
        new Span<ushort>(paddedLogits, padded).Fill(MinusInfinity);

        var batch = item / ItemsPerBatch;
        var first = item % ItemsPerBatch * QueriesPerItem;
        var queries = Math.Min(QueriesPerItem, shape.Queries - first);
        for (var query = 0; query < queries; query++)
        {
            lanes.Start(query, references.Of(shape, batch, first + query), references.Size);
        }

        for (var head = 0; head < shape.Heads; head++)
        {
            var source = value.Head(batch, head);
            for (var query = 0; query < queries; query++)
            {
                var row = ((long)batch * shape.Queries) + first + query;
                var offsets = projected + (((row * 3 * shape.Heads) + (2L * head)) * samples);
                var logits = projected + (((row * 3 * shape.Heads) + (2L * shape.Heads) + head) * samples);
                if (samples != padded)
                {
                    Unsafe.CopyBlockUnaligned(paddedOffsets, offsets, (uint)(2 * samples * sizeof(ushort)));
                    Unsafe.CopyBlockUnaligned(paddedLogits, logits, (uint)(samples * sizeof(ushort)));
                    offsets = paddedOffsets;
                    logits = paddedLogits;
                }

                lanes.Corners(query, offsets, logits, value.Stride, cells, cellWeights);
                Gather(source, cells, cellWeights, output + (((row * shape.Heads) + head) * shape.HeadDim));
            }
        }
    }

    private void Gather(ushort* source, int* cells, float* cellWeights, ushort* destination)
    {
        var channel = 0;
        for (; channel + (2 * Vector512<float>.Count) <= shape.HeadDim; channel += 2 * Vector512<float>.Count)
        {
            GatherWhole(source + channel, cells, cellWeights, destination + channel);
        }

        if (channel < shape.HeadDim)
        {
            GatherHalf(source + channel, cells, cellWeights, destination + channel);
        }
    }

    // Two corners at a time with sums of their own: four independent chains hide the latency of the fused multiply-add.
    private void GatherWhole(ushort* source, int* cells, float* cellWeights, ushort* destination)
    {
        var (samples, padded) = (shape.SamplesPerHead, levels.Padded);
        Vector512<float> leftEven = default, leftOdd = default, rightEven = default, rightOdd = default;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var corner = sample; corner < 4 * padded; corner += 2 * padded)
            {
                var left = Vector512.Load((uint*)(source + cells[corner]));
                var right = Vector512.Load((uint*)(source + cells[corner + padded]));
                var (leftWeight, rightWeight) = (Vector512.Create(cellWeights[corner]), Vector512.Create(cellWeights[corner + padded]));
                leftEven = Vector512.FusedMultiplyAdd(BFloat16Pairs.Even(left), leftWeight, leftEven);
                leftOdd = Vector512.FusedMultiplyAdd(BFloat16Pairs.Odd(left), leftWeight, leftOdd);
                rightEven = Vector512.FusedMultiplyAdd(BFloat16Pairs.Even(right), rightWeight, rightEven);
                rightOdd = Vector512.FusedMultiplyAdd(BFloat16Pairs.Odd(right), rightWeight, rightOdd);
            }
        }

        BFloat16Pairs.Join(leftEven + rightEven, leftOdd + rightOdd).Store((uint*)destination);
    }

    private void GatherHalf(ushort* source, int* cells, float* cellWeights, ushort* destination)
    {
        var (samples, padded) = (shape.SamplesPerHead, levels.Padded);
        Vector512<float> even = default, odd = default;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var corner = sample; corner < 4 * padded; corner += padded)
            {
                var pairs = Vector256.Load((uint*)(source + cells[corner])).ToVector512();
                var weight = Vector512.Create(cellWeights[corner]);
                even = Vector512.FusedMultiplyAdd(BFloat16Pairs.Even(pairs), weight, even);
                odd = Vector512.FusedMultiplyAdd(BFloat16Pairs.Odd(pairs), weight, odd);
            }
        }

        BFloat16Pairs.Join(even, odd).GetLower().Store((uint*)destination);
    }
}
