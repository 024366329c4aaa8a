using System.Collections.Immutable;

namespace Dino.Kernels;

/// <summary>Sizes of one call of multi-scale deformable attention (Deformable DETR, 2010.04159, Sec. 4.1, Eq. 3).</summary>
/// <remarks>
/// All buffers are dense and row-major:
/// <list type="bullet">
/// <item>value [Batch, Tokens, Heads, HeadDim], with the tokens of all levels concatenated in order</item>
/// <item>locations [Batch, Queries, Heads, Levels, Points, 2] as (x, y), where 0 to 1 spans the level</item>
/// <item>weights [Batch, Queries, Heads, Levels, Points]</item>
/// <item>output [Batch, Queries, Heads, HeadDim]</item>
/// </list>
/// </remarks>
public sealed class MsDeformAttnShape
{
    // Token numbers are computed in the type of the value. A float32 is exact up to 2^24.
    private const long MaximumTokens = 1L << 24;

    // Kernels copy the value of an image to whole vectors in one array, which has at most 2^30 bytes in float64.
    private const long MaximumValueLength = 1L << 27;
    private const int WidestVector = 16;

    /// <exception cref="ArgumentException">A size is below its minimum, or a buffer is too large for the kernels. The message
    /// names it.</exception>
    public MsDeformAttnShape(
        int batch, int queries, int heads, int headDim, int points, IEnumerable<(int Height, int Width)> levels)
    {
        Levels = [.. levels];
        RequireAtLeast(0, batch, "batch");
        RequireAtLeast(0, queries, "queries");
        RequireAtLeast(1, heads, "heads");
        RequireAtLeast(1, headDim, "headDim");
        RequireAtLeast(1, points, "points");
        RequireAtLeast(1, Levels.Length, "levels");
        foreach (var (height, width) in Levels)
        {
            RequireAtLeast(1, height, "the height of a level");
            RequireAtLeast(1, width, "the width of a level");
        }

        var tokens = Levels.Sum(level => (long)level.Height * level.Width);
        RequireBelow(MaximumTokens, tokens, "tokens");
        RequireBelow(
            MaximumValueLength,
            tokens * heads * ((headDim + WidestVector - 1) / WidestVector * WidestVector),
            $"value elements of a batch item with headDim rounded up to {WidestVector}");
        RequireBelow(1L << 31, (long)queries * heads * headDim, "output elements of a batch item");
        RequireBelow(1L << 31, (long)queries * heads * Levels.Length * points * 2, "location elements of a batch item");
        (Batch, Queries, Heads, HeadDim, Points, Tokens) = (batch, queries, heads, headDim, points, (int)tokens);
    }

    public int Batch { get; }

    public int Queries { get; }

    public int Heads { get; }

    public int HeadDim { get; }

    /// <summary>Sampling points per query, head and level.</summary>
    public int Points { get; }

    /// <summary>The sum of Height × Width over all levels.</summary>
    public int Tokens { get; }

    public ImmutableArray<(int Height, int Width)> Levels { get; }

    /// <summary>Sampling points per query and head, over all levels.</summary>
    public int SamplesPerHead => Levels.Length * Points;

    public long ValueLength => (long)Batch * Tokens * Heads * HeadDim;

    public long WeightsLength => (long)Batch * Queries * Heads * SamplesPerHead;

    public long LocationsLength => 2 * WeightsLength;

    public long OutputLength => (long)Batch * Queries * Heads * HeadDim;

    public override string ToString()
    {
        var levels = string.Join(' ', Levels.Select(level => $"{level.Height}x{level.Width}"));
        return $"batch {Batch}, queries {Queries}, heads {Heads}x{HeadDim}, points {Points}, levels {levels}";
    }

    private static void RequireAtLeast(int minimum, int actual, string name)
    {
        if (actual < minimum)
        {
            throw new ArgumentException($"{name} is {actual}; expected at least {minimum}");
        }
    }

    private static void RequireBelow(long limit, long actual, string name)
    {
        if (actual >= limit)
        {
            throw new ArgumentException($"{name}: {actual}; the kernels support fewer than {limit}");
        }
    }
}
