namespace Dino.Data.Transforms;

/// <summary>Sizes of the reference's random training transforms; defaults are those of the DINO configs (data_aug_*).</summary>
public sealed record TrainingAugmentation
{
    /// <summary>Short sides to choose from, in pixels.</summary>
    public IReadOnlyList<int> Scales { get; init; } = [480, 512, 544, 576, 608, 640, 672, 704, 736, 768, 800];

    /// <summary>Cap of the long side, in pixels.</summary>
    public int MaxSize { get; init; } = 1333;

    /// <summary>Short sides to choose from before a crop, without cap.</summary>
    public IReadOnlyList<int> CropResizeScales { get; init; } = [400, 500, 600];

    /// <summary>Smallest and largest width and height of a crop, in pixels, both included; cut to the picture where it is smaller.</summary>
    public (int Min, int Max) CropSize { get; init; } = (384, 600);

    /// <summary>Probability of a horizontal flip.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Probability of a crop before the final resize.</summary>
    public double CropProbability { get; init; } = 0.5;
}
