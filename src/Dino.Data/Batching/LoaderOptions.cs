namespace Dino.Data.Batching;

/// <summary>How far and how wide a <see cref="SampleLoader"/> works ahead.</summary>
public sealed record LoaderOptions
{
    /// <summary>Images decoded at the same time; default 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Samples held ready or under way, at least one batch; a 1066x800 sample takes 10 MB. Default 4.</summary>
    public int Prefetch { get; init; } = 4;
}
