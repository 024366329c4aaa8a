using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The backward pass with 128 bits of channels per thread. The gradients of locations and weights come from four scalar
/// products per sample (gradient of the output · each cell), which the threads of a query sum with shuffles in a fixed
/// order.</summary>
internal static class VectorisedBackward
{
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
        var place = Place.Current(sizes);
        var table = SharedMemory.GetDynamic<Floats4>();
        SampleTable.Fill(table, place, sizes, levels, locations, weights);

        TFloats upstream = default;
        if (place.IsActive)
        {
            upstream = TChannels.Widen(gradOutput[(Place.QueryHead(place, sizes, place.Row) * sizes.Packets) + place.Lane]);
        }

        // No thread returns before the last shuffle and barrier, because all threads of a warp take part in them.
        var offsets = table.Cast<Offsets4>();
        var firstPacket = Place.FirstPacket(place, sizes);
        var (first, stride) = (place.Row * SampleTable.Stride(sizes.Samples), place.Rows * SampleTable.Stride(sizes.Samples));
        for (var sample = first; sample < first + sizes.Samples; sample++)
        {
            Floats4 dots = default;
            if (place.IsActive)
            {
                var offset = offsets[sample];
                var weight = table[stride + sample];
                var topLeft = value[firstPacket + offset.TopLeft];
                var topRight = value[firstPacket + offset.TopRight];
                var bottomLeft = value[firstPacket + offset.BottomLeft];
                var bottomRight = value[firstPacket + offset.BottomRight];
                dots.X = TFloats.Dot(upstream, TChannels.Widen(topLeft));
                dots.Y = TFloats.Dot(upstream, TChannels.Widen(topRight));
                dots.Z = TFloats.Dot(upstream, TChannels.Widen(bottomLeft));
                dots.W = TFloats.Dot(upstream, TChannels.Widen(bottomRight));
                AddToValue<TChannels, TFloats, TSums>(gradValue, firstPacket + offset.TopLeft, upstream, weight.X);
                AddToValue<TChannels, TFloats, TSums>(gradValue, firstPacket + offset.TopRight, upstream, weight.Y);
                AddToValue<TChannels, TFloats, TSums>(gradValue, firstPacket + offset.BottomLeft, upstream, weight.Z);
                AddToValue<TChannels, TFloats, TSums>(gradValue, firstPacket + offset.BottomRight, upstream, weight.W);
            }

            for (var distance = (1 << sizes.LaneBits) >> 1; distance > 0; distance >>= 1)
            {
                dots.X += Warp.ShuffleXor(dots.X, distance);
                dots.Y += Warp.ShuffleXor(dots.Y, distance);
                dots.Z += Warp.ShuffleXor(dots.Z, distance);
                dots.W += Warp.ShuffleXor(dots.W, distance);
            }

            if (place.Lane == 0)
            {
                table[(2 * stride) + sample] = dots;
            }
        }

        Group.Barrier();
        WriteGradients(table, place, sizes, levels, locations, weights, gradLocations, gradWeights);
    }

    // Cells outside the level have weight 0 and cause no traffic.
    private static void AddToValue<TChannels, TFloats, TSums>(TSums sums, long packet, TFloats upstream, float weight)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
        where TSums : struct, IValueSums<TSums>
    {
        if (weight != 0)
        {
            TFloats.AddTo(sums, packet * TChannels.Count, upstream, weight);
        }
    }

    // One thread per sample, like SampleTable.Fill.
    private static void WriteGradients(
        ArrayView<Floats4> table,
        Place place,
        Sizes sizes,
        LevelTable levels,
        ArrayView<Location> locations,
        ArrayView<float> weights,
        ArrayView<Location> gradLocations,
        ArrayView<float> gradWeights)
    {
        var (samples, stride) = (sizes.Samples, SampleTable.Stride(sizes.Samples));
        for (var index = Group.IdxX; index < place.Rows * samples; index += Group.DimX)
        {
            var row = index / samples;
            var sample = index - (row * samples);
            if (place.FirstQuery + row < sizes.Queries)
            {
                var at = (Place.QueryHead(place, sizes, row) * samples) + sample;
                var level = LevelTable.At(levels, sample / sizes.Points);
                var cells = Cells.Around(locations[at], level);
                var dots = table[(((2 * place.Rows) + row) * stride) + sample];
                gradLocations[at] = Cells.LocationGradient(cells, level, dots, weights[at]);
                gradWeights[at] = Floats4.Dot(Cells.Weights(cells, 1), dots);
            }
        }
    }
}
