namespace Dino.Kernels.Cli.Cases;

/// <summary>The calls of DINO at 800 x 1333 pixels: 8 heads with 32 channels, 4 points per level.</summary>
internal static class DinoShapes
{
    private const int Heads = 8;
    private const int HeadDim = 32;
    private const int Points = 4;
    private const int DecoderQueries = 900;

    private static readonly (int, int)[] s_fourScales = [(100, 167), (50, 84), (25, 42), (13, 21)];
    private static readonly (int, int)[] s_fiveScales = [(200, 334), .. s_fourScales];

    public static IReadOnlyList<DinoShape> All { get; } =
    [
        Encoder("encoder-4scale", 1, s_fourScales),
        Decoder("decoder-4scale", 1, s_fourScales),
        Encoder("encoder-4scale-batch2", 2, s_fourScales),
        Decoder("decoder-4scale-batch2", 2, s_fourScales),
        Encoder("encoder-5scale", 1, s_fiveScales),
        Decoder("decoder-5scale", 1, s_fiveScales),
    ];

    internal static DinoShape Encoder(string name, int batch, IReadOnlyList<(int Height, int Width)> levels)
    {
        var tokens = levels.Sum(level => level.Height * level.Width);
        return new(name, new(batch, tokens, Heads, HeadDim, Points, levels), IsEncoder: true);
    }

    internal static DinoShape Decoder(
        string name, int batch, IReadOnlyList<(int Height, int Width)> levels, int queries = DecoderQueries)
        => new(name, new(batch, queries, Heads, HeadDim, Points, levels), IsEncoder: false);
}

/// <summary>A call of the model.</summary>
/// <param name="IsEncoder">Whether the queries are the tokens, which sample around their own cells. Otherwise they are boxes
/// anywhere.</param>
internal sealed record DinoShape(string Name, MsDeformAttnShape Shape, bool IsEncoder);
