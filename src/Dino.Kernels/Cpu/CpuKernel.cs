using System.Numerics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>The kernels for one vector width.</summary>
/// <remarks>
/// A forward pass in order:
/// <list type="number">
/// <item><see cref="Forward"/> splits the batch so that scratch memory stays bounded. If every value row is read often enough, or
/// does not fill whole vectors, <see cref="PackValue{T}"/> copies the value head by head.</item>
/// <item><see cref="ForwardWork{T, TVector, TSimd}"/> takes a run of queries of one head per item. For each query it calls
/// <see cref="Bilinear{T, TVector, TSimd}.Locate"/>, which turns locations and weights into <see cref="Corners{T}"/>, and gathers
/// the value rows of these corners.</item>
/// </list>
/// A backward pass is one item per head and image, <see cref="BackwardWork{T, TVector, TSimd}"/>.
/// </remarks>
internal sealed unsafe class CpuKernel<T, TVector, TSimd>(int threads) : IMsDeformAttnKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TSimd : ISimd<T, TVector>
{
    // With fewer vector reads (about 0.1 ms on one core), waking other threads costs more than it saves.
    private const long ReadsThatPayThreads = 1 << 16;

    // As many images as fit in this size are packed at once, so that scratch memory stays bounded for large batches.
    private const long PackedBytesAtOnce = 1L << 28;

    public void Forward(MsDeformAttnShape shape, T* value, T* locations, T* weights, T* output)
    {
        KernelBuffers.RequireInputs(shape, value, locations, weights);
        KernelBuffers.Require(output, shape.OutputLength, nameof(output));
        var packs = Packs(shape);
        var (row, padded) = (Row(shape), LevelLanes<T>.PaddedSamples<TVector, TSimd>(shape));
        var packedLength = packs ? (long)shape.Heads * shape.Tokens * row : 0;
        var batchesAtOnce = packs
            ? (int)Math.Clamp(PackedBytesAtOnce / (packedLength * sizeof(T)), 1, Math.Max(1, shape.Batch))
            : shape.Batch;
        using var scratch = new AlignedBuffer(
            AlignedBuffer.SizeOf<T>(3 * padded) + AlignedBuffer.SizeOf<T>(batchesAtOnce * packedLength));
        var levels = new LevelLanes<T>(shape, padded, scratch.Take<T>(3 * padded));
        var packed = scratch.Take<T>(batchesAtOnce * packedLength);
        for (var first = 0; first < shape.Batch; first += batchesAtOnce)
        {
            var batches = Math.Min(batchesAtOnce, shape.Batch - first);
            var rows = ValueRows<T>.InPlace(shape, value).From(first);
            if (packs)
            {
                var pack = new PackValue<T>(shape, batches, row, rows, packed);
                Run(shape, pack, pack.Items);
                rows = ValueRows<T>.Packed(shape, packed, row);
            }

            var queryHeads = (long)first * shape.Queries * shape.Heads;
            var samples = queryHeads * shape.SamplesPerHead;
            var work = new ForwardWork<T, TVector, TSimd>(
                shape,
                batches,
                levels,
                rows,
                row,
                locations + (2 * samples),
                weights + samples,
                output + (queryHeads * shape.HeadDim));
            Run(shape, work, work.Items);
        }
    }

    public void Backward(
        MsDeformAttnShape shape,
        T* value,
        T* locations,
        T* weights,
        T* gradOutput,
        T* gradValue,
        T* gradLocations,
        T* gradWeights)
    {
        KernelBuffers.RequireInputs(shape, value, locations, weights);
        KernelBuffers.RequireGradients(shape, gradOutput, gradValue, gradLocations, gradWeights);
        var padded = LevelLanes<T>.PaddedSamples<TVector, TSimd>(shape);
        using var lanes = new AlignedBuffer(AlignedBuffer.SizeOf<T>(3 * padded));
        var work = new BackwardWork<T, TVector, TSimd>(
            shape,
            new LevelLanes<T>(shape, padded, lanes.Take<T>(3 * padded)),
            Packs(shape),
            Row(shape),
            value,
            locations,
            weights,
            gradOutput,
            gradValue,
            gradLocations,
            gradWeights);
        Run(shape, work, work.Items);
    }

    private static int Row(MsDeformAttnShape shape) => (shape.HeadDim + TSimd.Lanes - 1) / TSimd.Lanes * TSimd.Lanes;

    private static bool Packs(MsDeformAttnShape shape)
        => shape.HeadDim % TSimd.Lanes != 0 || PackValue<T>.Pays(shape);

    private void Run<TWork>(MsDeformAttnShape shape, TWork work, int items)
        where TWork : IWork
    {
        var reads = 4 * shape.WeightsLength * (Row(shape) / TSimd.Lanes);
        if (threads == 1 || reads < ReadsThatPayThreads)
        {
            for (var item = 0; item < items; item++)
            {
                work.Run(item);
            }

            return;
        }

        Parallel.For(0, items, new ParallelOptions { MaxDegreeOfParallelism = threads }, work.Run);
    }
}

/// <summary>Work that divides into items, which may run in any order and at the same time.</summary>
internal interface IWork
{
    void Run(int item);
}
