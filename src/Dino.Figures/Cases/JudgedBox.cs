using Dino.Data.Coco;
using Dino.Evaluation;

namespace Dino.Figures.Cases;

/// <summary>A detection, or a missed object, with the verdict.</summary>
/// <param name="Score">Null for a miss.</param>
/// <param name="Iou">Highest overlap with an object of the category, 0 to 1; null for a miss.</param>
/// <param name="ObjectArea">The object's area in pixels squared for hits and misses, which decides its COCO size class; null otherwise.</param>
/// <param name="OtherIou">Highest overlap with an object of another category, 0 to 1.</param>
public sealed record JudgedBox(Outcome Outcome, BoxXyWh Box, long CategoryId, double? Score, double? Iou, double? ObjectArea, double OtherIou = 0)
{
    /// <summary>What is wrong, by the rules of <see cref="ErrorBreakdown"/>; null for a hit.</summary>
    public ErrorKind? Error => Outcome switch
    {
        Outcome.Hit => null,
        Outcome.Miss => ErrorKind.Missed,
        Outcome.Duplicate => ErrorKind.Duplicate,
        _ when Iou >= ErrorBreakdown.Background => ErrorKind.Localisation,
        _ when OtherIou >= ErrorBreakdown.Foreground => ErrorKind.Classification,
        _ when OtherIou <= ErrorBreakdown.Background => ErrorKind.Background,
        _ => ErrorKind.Both,
    };
}
