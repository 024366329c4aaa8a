using System.Numerics;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda;

/// <summary>How a call is laid out on a device: variant, block and shared memory.</summary>
/// <remarks>The rule for the vectorised kernels: the largest of 256, 128 and 64 threads whose grid has at least four blocks a multiprocessor, so that the last, partly filled round of blocks is
/// short; 64 where even those do not fill the device; fewer where the samples of a block would not fit the shared memory. On an H200 all sizes are within 3 % of each
/// other, but for 32, whose forward pass takes the encoder 15 % longer (baselines/benchmarks/cuda-h200.md; `dino-kernels --block-sizes` measures it). The im2col kernels keep the published sizes.</remarks>
internal sealed record LaunchPlan(CudaVariant Variant, int LaneBits, int Packets, LaunchSize Forward, LaunchSize Backward)
{
    /// <summary>Threads of a warp: a query's threads shuffle within one.</summary>
    private const int WarpThreads = 32;

    private const int PacketBytes = 16;
    private const int BlocksPerMultiprocessor = 4;
    private const int SmallestUsualThreads = 64;

    /// <summary>Block sizes of the vectorised kernels.</summary>
    public static IReadOnlyList<int> ThreadChoices { get; } = [256, 128, 64, 32];

    /// <summary>Null where the kernels take the shape, else why not.</summary>
    public static string? Refusal(MsDeformAttnShape shape, CudaDevice device)
    {
        if (shape.Levels.Length > LevelTable.Capacity)
        {
            return $"{shape.Levels.Length} levels; the CUDA kernels take {LevelTable.Capacity}";
        }

        if (shape.OutputLength > int.MaxValue || shape.WeightsLength > int.MaxValue)
        {
            return $"{shape}: more than {int.MaxValue} elements of output or weights";
        }

        return shape.HeadDim > device.MaximumThreads && !FitsPackets(shape, CudaValueType.Float32)
            ? $"head size {shape.HeadDim}; the im2col kernels take {device.MaximumThreads} on this device"
            : null;
    }

    /// <param name="isAligned">Whether all addresses suit 128-bit loads.</param>
    /// <exception cref="ArgumentException">The tuning asks for the vectorised kernels, which cannot do this shape, or for an impossible block.</exception>
    public static LaunchPlan Of(MsDeformAttnShape shape, CudaValueType type, CudaDevice device, bool isAligned, CudaTuning? tuning)
    {
        var packets = shape.HeadDim / ChannelsOfPacket(type);
        var laneBits = LaneBitsOf(shape, type);
        var threads = tuning is { Threads: > 0 } ? tuning.Threads : Threads(shape, laneBits, device);
        var isPossible = isAligned && FitsPackets(shape, type) && threads >= 1 << laneBits && BackwardBytes(shape, threads >> laneBits) <= device.SharedBytes;
        if (tuning?.Variant == CudaVariant.Vectorised && !isPossible)
        {
            throw new ArgumentException($"the vectorised kernels cannot do {shape} in {type} with {threads} threads");
        }

        return isPossible && tuning?.Variant != CudaVariant.Im2Col
            ? Vectorised(shape, laneBits, packets, threads)
            : Im2Col(shape, device);
    }

    /// <summary>Block sizes that the vectorised kernels can take on this device, largest first; none where they cannot do the shape.</summary>
    public static IReadOnlyList<int> PossibleThreads(MsDeformAttnShape shape, CudaValueType type, CudaDevice device)
        => FitsPackets(shape, type) ? Possible(shape, LaneBitsOf(shape, type), device) : [];

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

    private static int LaneBitsOf(MsDeformAttnShape shape, CudaValueType type)
        => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, shape.HeadDim / ChannelsOfPacket(type))));

    private static bool FitsPackets(MsDeformAttnShape shape, CudaValueType type)
        => shape.HeadDim % ChannelsOfPacket(type) == 0 && shape.HeadDim / ChannelsOfPacket(type) <= WarpThreads;

    private static int ChannelsOfPacket(CudaValueType type) => PacketBytes / (type == CudaValueType.Float32 ? sizeof(float) : sizeof(ushort));

    private static int Blocks(MsDeformAttnShape shape, int rows) => shape.Batch * shape.Heads * ((shape.Queries + rows - 1) / rows);

    /// <summary>Offsets and weights of every sample.</summary>
    private static int ForwardBytes(MsDeformAttnShape shape, int rows) => 2 * rows * SampleTable.Stride(shape.SamplesPerHead) * PacketBytes;

    /// <summary>And the scalar products.</summary>
    private static int BackwardBytes(MsDeformAttnShape shape, int rows) => ForwardBytes(shape, rows) / 2 * 3;
}

/// <summary>Size of a launch.</summary>
/// <param name="SharedBytes">Dynamic shared memory of a block.</param>
internal sealed record LaunchSize(int Blocks, int Threads, int SharedBytes);
