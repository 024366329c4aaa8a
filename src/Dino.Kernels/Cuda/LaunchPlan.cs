using System.Numerics;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda;

/// <summary>How a call runs on a device: the variant, the block size and the shared memory.</summary>
/// <remarks>The vectorised kernels use the largest of 256, 128 and 64 threads whose grid has at least four blocks per
/// multiprocessor, so that the last, partly filled round of blocks is short. They use 64 threads if even those do not fill the
/// device, and fewer if the samples of a block would not fit into shared memory. On an H200 all sizes are within 3 % of each
/// other except 32, with which the forward pass of the encoder takes 15 % longer (baselines/benchmarks/cuda-h200.md, measured by
/// <c>dino-kernels --block-sizes</c>). The im2col kernels keep the published sizes.</remarks>
internal sealed record LaunchPlan(CudaVariant Variant, int LaneBits, int Packets, LaunchSize Forward, LaunchSize Backward)
{
    /// <summary>Threads per warp. The threads of a query shuffle within one warp.</summary>
    private const int WarpThreads = 32;

    private const int PacketBytes = 16;
    private const int BlocksPerMultiprocessor = 4;
    private const int SmallestUsualThreads = 64;

    /// <summary>Block sizes of the vectorised kernels, in threads.</summary>
    public static IReadOnlyList<int> ThreadChoices { get; } = [256, 128, 64, 32];

    /// <summary>Why the kernels do not support a shape; null if they do.</summary>
    public static string? Refusal(MsDeformAttnShape shape, CudaDevice device)
    {
        if (shape.Levels.Length > LevelTable.Capacity)
        {
            return $"{shape.Levels.Length} levels; the CUDA kernels support at most {LevelTable.Capacity}";
        }

        if (shape.OutputLength > int.MaxValue || shape.WeightsLength > int.MaxValue)
        {
            return $"{shape}: more than {int.MaxValue} elements of output or weights";
        }

        return shape.HeadDim > device.MaximumThreads && !FitsPackets(shape, CudaValueType.Float32)
            ? $"head size {shape.HeadDim}; the im2col kernels support at most {device.MaximumThreads} on this device"
            : null;
    }

    /// <param name="isAligned">Whether all addresses allow 128-bit loads.</param>
    /// <exception cref="ArgumentException">The tuning requires the vectorised kernels, which do not support this shape or block
    /// size.</exception>
    public static LaunchPlan Create(
        MsDeformAttnShape shape, CudaValueType type, CudaDevice device, bool isAligned, CudaTuning? tuning)
    {
        var packets = shape.HeadDim / ChannelsPerPacket(type);
        var laneBits = CountLaneBits(shape, type);
        var threads = tuning is { Threads: > 0 } ? tuning.Threads : Threads(shape, laneBits, device);
        var isPossible = isAligned
            && FitsPackets(shape, type)
            && threads >= 1 << laneBits
            && BackwardBytes(shape, threads >> laneBits) <= device.SharedBytes;
        if (tuning?.Variant == CudaVariant.Vectorised && !isPossible)
        {
            throw new ArgumentException($"the vectorised kernels cannot run {shape} in {type} with {threads} threads");
        }

        return isPossible && tuning?.Variant != CudaVariant.Im2Col
            ? Vectorised(shape, laneBits, packets, threads)
            : Im2Col(shape, device);
    }

    /// <summary>The block sizes that the vectorised kernels support on this device, largest first; none if they do not support
    /// the shape.</summary>
    public static IReadOnlyList<int> PossibleThreads(MsDeformAttnShape shape, CudaValueType type, CudaDevice device)
        => FitsPackets(shape, type) ? Possible(shape, CountLaneBits(shape, type), device) : [];

    private static LaunchPlan Vectorised(MsDeformAttnShape shape, int laneBits, int packets, int threads)
    {
        var rows = threads >> laneBits;
        var blocks = Blocks(shape, rows);
        return new(
            CudaVariant.Vectorised, laneBits, packets,
            new LaunchSize(blocks, threads, ForwardBytes(shape, rows)),
            new LaunchSize(blocks, threads, BackwardBytes(shape, rows)));
    }

    private static LaunchPlan Im2Col(MsDeformAttnShape shape, CudaDevice device)
    {
        var threads = Math.Min(DeviceKernels.Im2ColThreads, device.MaximumThreads);
        return new(
            CudaVariant.Im2Col, 0, shape.HeadDim,
            new LaunchSize((int)((shape.OutputLength + threads - 1) / threads), threads, 0),
            new LaunchSize((int)(shape.OutputLength / shape.HeadDim), shape.HeadDim, 3 * sizeof(float) * shape.HeadDim));
    }

    private static int Threads(MsDeformAttnShape shape, int laneBits, CudaDevice device)
    {
        var possible = Possible(shape, laneBits, device);
        var wanted = BlocksPerMultiprocessor * device.Multiprocessors;
        return possible.FirstOrDefault(
            threads => Blocks(shape, threads >> laneBits) >= wanted || threads == SmallestUsualThreads,
            possible.LastOrDefault());
    }

    private static List<int> Possible(MsDeformAttnShape shape, int laneBits, CudaDevice device) => ThreadChoices
        .Select(threads => Math.Min(threads, device.MaximumThreads))
        .Distinct()
        .Where(threads => threads >= 1 << laneBits && BackwardBytes(shape, threads >> laneBits) <= device.SharedBytes)
        .ToList();

    private static int CountLaneBits(MsDeformAttnShape shape, CudaValueType type)
        => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, shape.HeadDim / ChannelsPerPacket(type))));

    private static bool FitsPackets(MsDeformAttnShape shape, CudaValueType type)
        => shape.HeadDim % ChannelsPerPacket(type) == 0 && shape.HeadDim / ChannelsPerPacket(type) <= WarpThreads;

    private static int ChannelsPerPacket(CudaValueType type)
        => PacketBytes / (type == CudaValueType.Float32 ? sizeof(float) : sizeof(ushort));

    private static int Blocks(MsDeformAttnShape shape, int rows)
        => shape.Batch * shape.Heads * ((shape.Queries + rows - 1) / rows);

    /// <summary>Shared memory for the offsets and weights of every sample.</summary>
    private static int ForwardBytes(MsDeformAttnShape shape, int rows)
        => 2 * rows * SampleTable.Stride(shape.SamplesPerHead) * PacketBytes;

    /// <summary>Shared memory for offsets, weights and scalar products.</summary>
    private static int BackwardBytes(MsDeformAttnShape shape, int rows) => ForwardBytes(shape, rows) / 2 * 3;
}

/// <summary>The size of a launch.</summary>
/// <param name="Threads">Threads per block.</param>
/// <param name="SharedBytes">Dynamic shared memory per block.</param>
internal sealed record LaunchSize(int Blocks, int Threads, int SharedBytes);
