using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>What a thread of a vectorised kernel works on. A block takes neighbouring queries of one head and batch item, whose samples share cells in the L1 cache;
/// 2^LaneBits threads of one warp take a query, each one packet of channels.</summary>
internal struct Place
{
    public int Batch;
    public int Head;

    /// <summary>First query of the block.</summary>
    public int FirstQuery;

    /// <summary>Queries of a block.</summary>
    public int Rows;

    /// <summary>The thread's query within the block, and its packet of channels.</summary>
    public int Row;
    public int Lane;

    /// <summary>Whether query and packet exist.</summary>
    public bool IsActive;

    public static Place OfThread(Sizes sizes)
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

    /// <summary>Number of the (batch item, query, head) in locations, weights and output.</summary>
    public static long QueryHead(Place place, Sizes sizes, int row)
        => ((((long)place.Batch * sizes.Queries) + place.FirstQuery + row) * sizes.Heads) + place.Head;

    /// <summary>The thread's packet of the batch item's first token.</summary>
    public static long FirstPacket(Place place, Sizes sizes)
        => ((((long)place.Batch * sizes.Tokens * sizes.Heads) + place.Head) * sizes.Packets) + place.Lane;
}
