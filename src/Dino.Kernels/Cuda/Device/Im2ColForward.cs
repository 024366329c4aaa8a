using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The forward pass of the published kernel (ms_deformable_im2col_gpu_kernel in ms_deform_im2col_cuda.cuh of Deformable
/// DETR): one thread per output channel, each of which repeats the location arithmetic. The baseline, and the path for head sizes
/// that do not fill 128 bits.</summary>
internal static class Im2ColForward
{
    public static void Run<TChannels, TFloats>(
        ArrayView<TChannels> value,
        ArrayView<Location> locations,
        ArrayView<float> weights,
        ArrayView<TChannels> output,
        LevelTable levels,
        Sizes sizes)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
    {
        var table = SharedMemory.Allocate<Level>(LevelTable.Capacity);
        if (Group.IdxX < sizes.Levels)
        {
            table[Group.IdxX] = LevelTable.At(levels, Group.IdxX);
        }

        Group.Barrier();
        var index = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (index >= sizes.Batch * sizes.Queries * sizes.Heads * sizes.Packets)
        {
            return;
        }

        var queryHead = index / sizes.Packets;
        var head = queryHead % sizes.Heads;
        var tokenPackets = sizes.Heads * sizes.Packets;
        var batch = queryHead / sizes.Heads / sizes.Queries;
        var packets = value.SubView(
            ((long)batch * sizes.Tokens * tokenPackets) + (head * sizes.Packets) + (index - (queryHead * sizes.Packets)));
        var at = (long)queryHead * sizes.Samples;
        TFloats sum = default;
        for (var number = 0; number < sizes.Levels; number++)
        {
            var level = table[number];
            for (var point = 0; point < sizes.Points; point++, at++)
            {
                var cells = Cells.Around(locations[at], level);
                var offset = Cells.Offsets(cells, level, tokenPackets);
                var weight = Cells.Weights(cells, weights[at]);
                sum = Add<TChannels, TFloats>(sum, packets, offset.TopLeft, weight.X);
                sum = Add<TChannels, TFloats>(sum, packets, offset.TopRight, weight.Y);
                sum = Add<TChannels, TFloats>(sum, packets, offset.BottomLeft, weight.Z);
                sum = Add<TChannels, TFloats>(sum, packets, offset.BottomRight, weight.W);
            }
        }

        output[index] = TChannels.Narrow(sum);
    }

    private static TFloats Add<TChannels, TFloats>(TFloats sum, ArrayView<TChannels> packets, int offset, float weight)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
        => weight == 0 ? sum : TFloats.MultiplyAdd(sum, TChannels.Widen(packets[offset]), weight);
}
