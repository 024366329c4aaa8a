namespace Dino.Kernels.Cuda.Device;

/// <summary>The levels of a call, passed by value so that no device memory and no copy is needed.</summary>
internal struct LevelTable
{
    /// <summary>The most levels in a table. The published models have 4 or 5.</summary>
    public const int Capacity = 8;

    public Level Level0;
    public Level Level1;
    public Level Level2;
    public Level Level3;
    public Level Level4;
    public Level Level5;
    public Level Level6;
    public Level Level7;

    /// <summary>Returns a level by selections, because an index into a parameter would move the table to local memory.</summary>
    public static Level At(LevelTable table, int index)
    {
        var level = table.Level0;
        level = index == 1 ? table.Level1 : level;
        level = index == 2 ? table.Level2 : level;
        level = index == 3 ? table.Level3 : level;
        level = index == 4 ? table.Level4 : level;
        level = index == 5 ? table.Level5 : level;
        level = index == 6 ? table.Level6 : level;
        level = index == 7 ? table.Level7 : level;
        return level;
    }

    /// <param name="shape">A shape with at most <see cref="Capacity"/> levels.</param>
    public static unsafe LevelTable From(MsDeformAttnShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Levels.Length, Capacity);
        LevelTable table = default;
        var level = &table.Level0;
        var start = 0;
        foreach (var (height, width) in shape.Levels)
        {
            *level++ = new Level { Height = height, Width = width, Start = start };
            start += height * width;
        }

        return table;
    }
}

/// <summary>The size of a level in cells, and its first token.</summary>
internal struct Level
{
    public int Height;
    public int Width;
    public int Start;
}

/// <summary>The sizes of a call, passed to kernels by value.</summary>
internal struct Sizes
{
    public int Batch;
    public int Queries;
    public int Heads;
    public int Tokens;
    public int Levels;
    public int Points;

    /// <summary>Packets of channels (<see cref="IChannels{TSelf, TFloats}"/>) per head.</summary>
    public int Packets;

    /// <summary>Base-2 logarithm of the threads per query and head, which are at least <see cref="Packets"/>. Only used by the
    /// vectorised kernels.</summary>
    public int LaneBits;

    public readonly int Samples => Levels * Points;
}
