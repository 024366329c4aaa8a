using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The forward pass with 128 bits of channels per thread.</summary>
internal static class VectorisedForward
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
        var place = Place.Current(sizes);
        var table = SharedMemory.GetDynamic<Floats4>();
        SampleTable.Fill(table, place, sizes, levels, locations, weights);
        if (!place.IsActive)
        {
            return;
        }

        var offsets = table.Cast<Offsets4>();
        var packets = value.SubView(Place.FirstPacket(place, sizes));
        var (first, stride) = (place.Row * SampleTable.Stride(sizes.Samples), place.Rows * SampleTable.Stride(sizes.Samples));
        TFloats sum = default;
        for (var sample = first; sample < first + sizes.Samples; sample++)
        {
            var offset = offsets[sample];
            var weight = table[stride + sample];
            var topLeft = packets[offset.TopLeft];
            var topRight = packets[offset.TopRight];
            var bottomLeft = packets[offset.BottomLeft];
            var bottomRight = packets[offset.BottomRight];
            sum = TFloats.MultiplyAdd(sum, TChannels.Widen(topLeft), weight.X);
            sum = TFloats.MultiplyAdd(sum, TChannels.Widen(topRight), weight.Y);
            sum = TFloats.MultiplyAdd(sum, TChannels.Widen(bottomLeft), weight.Z);
            sum = TFloats.MultiplyAdd(sum, TChannels.Widen(bottomRight), weight.W);
        }

        output[(Place.QueryHead(place, sizes, place.Row) * sizes.Packets) + place.Lane] = TChannels.Narrow(sum);
    }
}
