namespace Dino.Data.Batching;

/// <summary>How far and how wide a <see cref="SampleLoader"/> works ahead.</summary>
public sealed record LoaderOptions
{
    /// <summary>Images decoded at the same time; default 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Samples held ready or under way, at least one batch; a 1066x800 sample takes 10 MB. Default 4.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Uses the pixel arrays of a batch again once the next batch is asked for, so a batch must be copied (to a tensor) before that.
    /// Default false: samples may be kept.</summary>
    public bool RecyclePixels { get; init; }
}
