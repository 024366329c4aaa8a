using Dino.Ops;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Sizes of a call of the op in DINO-R50: 8 heads with 32 channels, 4 points per level.</summary>
/// <param name="Queries">The number of tokens in the encoder, 900 in the decoder.</param>
public sealed record OpShape(string Name, int Batch, int Queries, IReadOnlyList<LevelShape> Levels)
{
    public const int Heads = 8;
    public const int HeadDim = 32;
    public const int Points = 4;

    private const int DecoderQueries = 900;

    /// <summary>Strides 8 to 64 of an 800x1333 image, the largest in the evaluation: 22,223 tokens.</summary>
    private static readonly LevelShape[] s_full = [new(100, 167), new(50, 84), new(25, 42), new(13, 21)];

    /// <summary>Strides 4 to 64 of a 400x533 image. Its 20 samples per head do not fill whole vectors.</summary>
    private static readonly LevelShape[] s_five = [new(100, 134), new(50, 67), new(25, 34), new(13, 17), new(7, 9)];

    /// <summary>Strides 8 to 64 of a 512x672 image.</summary>
    private static readonly LevelShape[] s_small = [new(64, 84), new(32, 42), new(16, 21), new(8, 11)];

    public static OpShape Encoder { get; } = new("encoder", 1, s_full.Sum(level => level.Tokens), s_full);

    public static OpShape Decoder { get; } = new("decoder", 1, DecoderQueries, s_full);

    public static OpShape FiveScale { get; } = new("five-scale", 1, s_five.Sum(level => level.Tokens), s_five);

    public static OpShape BatchOfTwo { get; } = new("batch-2", 2, s_small.Sum(level => level.Tokens), s_small);

    public static IReadOnlyList<OpShape> All { get; } = [Encoder, Decoder, FiveScale, BatchOfTwo];

    public int Tokens => Levels.Sum(level => level.Tokens);

    /// <summary>The name, as tables and kernel names show it.</summary>
    public override string ToString() => Name;
}
