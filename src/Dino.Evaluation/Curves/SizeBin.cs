namespace Dino.Evaluation;

/// <summary>Average precision and recall of the objects of one size, by the rules of COCO's small, medium and large but for one: an object on the edge
/// of two bins counts in the upper one alone.</summary>
/// <param name="MinSide">Square root of the smallest area, in pixels.</param>
/// <param name="MaxSide">All areas are below its square, in pixels; <see cref="NoLimit"/> for no limit.</param>
/// <param name="Objects">Objects of this size.</param>
/// <param name="AP">Mean over IoU thresholds 0.5 to 0.95; -1 without objects.</param>
/// <param name="AP50">At IoU threshold 0.5; -1 without objects.</param>
/// <param name="AR100">Recall with 100 detections an image, mean over the IoU thresholds; -1 without objects.</param>
public sealed record SizeBin(double MinSide, double MaxSide, int Objects, double AP, double AP50, double AR100)
{
    /// <summary>The last area that pycocotools counts is this squared; it stands for no limit.</summary>
    public const double NoLimit = 1e5;

    /// <summary>The sides in words: "24-32", "512+".</summary>
    public string Range() => MaxSide >= NoLimit ? FormattableString.Invariant($"{MinSide}+") : FormattableString.Invariant($"{MinSide}-{MaxSide}");
}
