namespace Dino.Data.Splitting;

/// <summary>How a dataset is divided.</summary>
public sealed record SplitOptions
{
    /// <summary>40 of 201 images, the division of the experiment that this project repeats.</summary>
    public const double DefaultValidationFraction = 40.0 / 201;

    public long Seed { get; init; } = 42;

    /// <summary>Number of training images; null for all that validation leaves.</summary>
    public int? Train { get; init; }

    /// <summary>Number of validation images; null for all that <see cref="Train"/> leaves or, without it, <see cref="ValidationFraction"/>.</summary>
    public int? Validation { get; init; }

    /// <summary>Share of the images for validation when neither number is given, rounded to whole images; 201 images give 161/40.</summary>
    public double ValidationFraction { get; init; } = DefaultValidationFraction;

    /// <summary>Spread images evenly over both parts by their number of boxes.</summary>
    public bool StratifyByBoxes { get; init; }

    /// <summary>Copy the images; else they are hard-linked where the file system can.</summary>
    public bool Copy { get; init; }
}
