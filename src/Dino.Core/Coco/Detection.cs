
namespace Dino.Core.Coco;

/// <summary>A detection in pixels of the original image.</summary>
public sealed record Detection(long ImageId, long CategoryId, BoxXyWh Box, double Score)
{
    /// <summary>Score from which the reference draws a detection.</summary>
    public const double DrawnScore = 0.3;
}
