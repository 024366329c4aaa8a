using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The backward pass of the published kernels (ms_deformable_col2im_gpu_kernel_shm_* in ms_deform_im2col_cuda.cuh): one
/// block per query and head, one thread per channel, one atomic addition per cell and channel. The gradients of location and
/// weight are summed in shared memory after every sample: by the first thread for fewer than 64 channels, otherwise as a
/// tree.</summary>
internal static class Im2ColBackward
{
    private const int ChannelsThatPayATree = 64;

    public static void Run<TChannels, TFloats, TSums>(
        ArrayView<TChannels> value,
        ArrayView<Location> locations,
        ArrayView<float> weights,
        ArrayView<TChannels> gradOutput,
        TSums gradValue,
        ArrayView<Location> gradLocations,
        ArrayView<float> gradWeights,
        LevelTable levels,
        Sizes sizes)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
        where TSums : struct, IValueSums<TSums>
    {
        var table = SharedMemory.Allocate<Level>(LevelTable.Capacity);
        var shared = SharedMemory.GetDynamic<float>();
        var channel = Group.IdxX;
        for (var number = channel; number < sizes.Levels; number += Group.DimX)
        {
            table[number] = LevelTable.At(levels, number);
        }

        Group.Barrier();
        var queryHead = Grid.IdxX;
        var head = queryHead % sizes.Heads;
        var tokenPackets = sizes.Heads * sizes.Packets;
        var batch = queryHead / sizes.Heads / sizes.Queries;
        var first = ((long)batch * sizes.Tokens * tokenPackets) + (head * sizes.Packets) + channel;
        var upstream = TChannels.Widen(gradOutput[((long)queryHead * sizes.Packets) + channel]);
        var at = (long)queryHead * sizes.Samples;
        for (var number = 0; number < sizes.Levels; number++)
        {
            var level = table[number];
            for (var point = 0; point < sizes.Points; point++, at++)
            {
                var weight = weights[at];
                var cells = Cells.Around(locations[at], level);
                var offset = Cells.Offsets(cells, level, tokenPackets);
                var corners = Cells.Weights(cells, 1);
                Floats4 dots = default;
                dots.X = AddCell<TChannels, TFloats, TSums>(
                    value,
                    gradValue,
                    first + offset.TopLeft,
                    upstream,
                    weight * corners.X,
                    inside: cells.TopSlope * cells.LeftSlope);
                dots.Y = AddCell<TChannels, TFloats, TSums>(
                    value,
                    gradValue,
                    first + offset.TopRight,
                    upstream,
                    weight * corners.Y,
                    inside: cells.TopSlope * cells.RightSlope);
                dots.Z = AddCell<TChannels, TFloats, TSums>(
                    value,
                    gradValue,
                    first + offset.BottomLeft,
                    upstream,
                    weight * corners.Z,
                    inside: cells.BottomSlope * cells.LeftSlope);
                dots.W = AddCell<TChannels, TFloats, TSums>(
                    value,
                    gradValue,
                    first + offset.BottomRight,
                    upstream,
                    weight * corners.W,
                    inside: cells.BottomSlope * cells.RightSlope);
                var byLocation = Cells.LocationGradient(cells, level, dots, weight);
                shared[channel] = Floats4.Dot(corners, dots);
                shared[sizes.Packets + channel] = byLocation.X;
                shared[(2 * sizes.Packets) + channel] = byLocation.Y;
                Group.Barrier();
                SumOverChannels(shared, channel, sizes.Packets);
                if (channel == 0)
                {
                    gradWeights[at] = shared[0];
                    gradLocations[at] = new Location(shared[sizes.Packets], shared[2 * sizes.Packets]);
                }

                Group.Barrier();
            }
        }
    }

    /// <summary>Adds to the gradient of the value.</summary>
    /// <returns>The cell's value × upstream; 0 for a cell outside the level.</returns>
    private static float AddCell<TChannels, TFloats, TSums>(
        ArrayView<TChannels> value, TSums gradValue, long index, TFloats upstream, float weight, float inside)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
        where TSums : struct, IValueSums<TSums>
    {
        if (inside == 0)
        {
            return 0;
        }

        TFloats.AddTo(gradValue, index, upstream, weight);
        return TFloats.Dot(upstream, TChannels.Widen(value[index]));
    }

    private static void SumOverChannels(ArrayView<float> shared, int channel, int channels)
    {
        if (channels < ChannelsThatPayATree)
        {
            if (channel == 0)
            {
                for (var other = 1; other < channels; other++)
                {
                    Add(shared, 0, other, channels);
                }
            }

            return;
        }

        for (var count = channels; count > 1;)
        {
            var half = (count + 1) / 2;
            if (channel + half < count)
            {
                Add(shared, channel, channel + half, channels);
            }

            Group.Barrier();
            count = half;
        }
    }

    private static void Add(ArrayView<float> shared, int to, int from, int channels)
    {
        shared[to] += shared[from];
        shared[channels + to] += shared[channels + from];
        shared[(2 * channels) + to] += shared[(2 * channels) + from];
    }
}
