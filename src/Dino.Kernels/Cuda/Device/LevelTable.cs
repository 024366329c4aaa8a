namespace Dino.Kernels.Cuda.Device;

/// <summary>The levels of a call, passed by value: no device memory, no copy.</summary>
internal struct LevelTable
{
    /// <summary>Levels that a table holds; the published models have 4 and 5.</summary>
    public const int Capacity = 8;

    public Level Level0;
    public Level Level1;
    public Level Level2;
    public Level Level3;
    public Level Level4;
    public Level Level5;
    public Level Level6;
    public Level Level7;

    /// <summary>Selections, since an index into a parameter would move the table to local memory.</summary>
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

    /// <param name="shape">At most <see cref="Capacity"/> levels.</param>
    public static unsafe LevelTable Of(MsDeformAttnShape shape)
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
