using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Offsets and weights of all samples of a block, in dynamic shared memory: computed once for all threads of a query, one thread a sample, then read by all.
/// In units of 16 bytes: rows × stride offsets, as many weights, and for the backward pass as many scalar products.</summary>
internal static class SampleTable
{
    /// <summary>An odd number of 16-byte units a row, so that the rows which a warp reads at once lie in different banks.</summary>
    public static int Stride(int samples) => samples | 1;

    public static void Fill(ArrayView<Floats4> table, Place place, Sizes sizes, LevelTable levels, ArrayView<Location> locations, ArrayView<float> weights)
    {
        var offsets = table.Cast<Offsets4>();
        var (samples, stride) = (sizes.Samples, Stride(sizes.Samples));
        for (var index = Group.IdxX; index < place.Rows * samples; index += Group.DimX)
        {
            var row = index / samples;
            var sample = index - (row * samples);
            Offsets4 offset = default;
            Floats4 weight = default;
            if (place.FirstQuery + row < sizes.Queries)
            {
                var at = (Place.QueryHead(place, sizes, row) * samples) + sample;
                var level = LevelTable.At(levels, sample / sizes.Points);
                var cells = Cells.Around(locations[at], level);
                offset = Cells.Offsets(cells, level, sizes.Heads * sizes.Packets);
                weight = Cells.Weights(cells, weights[at]);
            }

            offsets[(row * stride) + sample] = offset;
            table[((place.Rows + row) * stride) + sample] = weight;
        }

        Group.Barrier();
    }
}
