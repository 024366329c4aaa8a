using Dino.Core.Coco;
using Dino.Evaluation;

namespace Dino.Figures.Cases;

/// <summary>A detection, or a missed object, with the verdict.</summary>
/// <param name="Error">What is wrong, by the rules of <see cref="ErrorBreakdown"/>; null for a hit.</param>
/// <param name="Score">Null for a miss.</param>
/// <param name="ObjectArea">The object's area in pixels squared for hits and misses, which decides its COCO size class; null otherwise.</param>
public sealed record JudgedBox(ErrorKind? Error, BoxXyWh Box, long CategoryId, double? Score, double? ObjectArea)
{
    public Outcome Outcome => Error switch
    {
        null => Outcome.Hit,
        ErrorKind.Missed => Outcome.Miss,
        ErrorKind.Duplicate => Outcome.Duplicate,
        _ => Outcome.FalsePositive,
    };
}
