namespace Dino.Data.Coco;

/// <summary>What was found at a path: one undivided set, or the parts of a COCODIR.</summary>
/// <param name="Whole">The undivided set; null for a COCODIR.</param>
/// <param name="Train">The train part of a COCODIR; null when it has none.</param>
/// <param name="Validation">The val part of a COCODIR; null when it has none.</param>
public sealed record CocoLayout(CocoSource? Whole, CocoSource? Train, CocoSource? Validation)
{
    /// <summary>True when train and val are given, so that nothing is left to split.</summary>
    public bool IsSplit => Train is not null && Validation is not null;

    /// <summary>Every source there is, train before val.</summary>
    public IEnumerable<CocoSource> Sources => new[] { Whole, Train, Validation }.OfType<CocoSource>();
}
