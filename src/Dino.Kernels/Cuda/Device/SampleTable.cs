using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Offsets and weights of all samples of a block in dynamic shared memory. They are computed once for all threads of a
/// query, with one thread per sample, and then read by all. In units of 16 bytes the table has rows × stride offsets, as many
/// weights, and in the backward pass as many scalar products.</summary>
internal static class SampleTable
{
    /// <summary>An odd number of 16-byte units per row, so that rows that a warp reads at once lie in different banks.</summary>
    public static int Stride(int samples) => samples | 1;

    public static void Fill(
        ArrayView<Floats4> table,
        Place place,
        Sizes sizes,
        LevelTable levels,
        ArrayView<Location> locations,
        ArrayView<float> weights)
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

/// <summary>What a thread of a vectorised kernel works on. A block has neighboring queries of one head and image, whose samples
/// share cells in the L1 cache. 2^LaneBits threads of one warp share a query, and each has one packet of channels.</summary>
internal struct Place
{
    public int Batch;
    public int Head;

    /// <summary>The first query of the block.</summary>
    public int FirstQuery;

    /// <summary>Queries per block.</summary>
    public int Rows;

    /// <summary>The thread's query within the block.</summary>
    public int Row;

    /// <summary>The thread's packet of channels.</summary>
    public int Lane;

    /// <summary>Whether the query and the packet exist.</summary>
    public bool IsActive;

    /// <summary>The place of the current thread.</summary>
    public static Place Current(Sizes sizes)
    {
        Place place = default;
        place.Rows = Group.DimX >> sizes.LaneBits;
        var tiles = (sizes.Queries + place.Rows - 1) / place.Rows;
        var row = Grid.IdxX / tiles;
        place.Batch = row / sizes.Heads;
        place.Head = row - (place.Batch * sizes.Heads);
        place.FirstQuery = (Grid.IdxX - (row * tiles)) * place.Rows;
        place.Row = Group.IdxX >> sizes.LaneBits;
        place.Lane = Group.IdxX - (place.Row << sizes.LaneBits);
        place.IsActive = place.FirstQuery + place.Row < sizes.Queries && place.Lane < sizes.Packets;
        return place;
    }

    /// <summary>The index of (image, query, head) in locations, weights and output.</summary>
    public static long QueryHead(Place place, Sizes sizes, int row)
        => ((((long)place.Batch * sizes.Queries) + place.FirstQuery + row) * sizes.Heads) + place.Head;

    /// <summary>The index of the thread's packet in the first token of the image.</summary>
    public static long FirstPacket(Place place, Sizes sizes)
        => ((((long)place.Batch * sizes.Tokens * sizes.Heads) + place.Head) * sizes.Packets) + place.Lane;
}
