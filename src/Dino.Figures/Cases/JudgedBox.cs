using Dino.Data.Coco;

namespace Dino.Figures.Cases;

/// <summary>A detection, or a missed object, with the verdict.</summary>
/// <param name="Score">Null for a miss.</param>
/// <param name="Iou">Highest overlap with an object of the category, 0 to 1; null for a miss.</param>
/// <param name="ObjectArea">The object's area in pixels squared for hits and misses, which decides its COCO size class; null otherwise.</param>
public sealed record JudgedBox(Outcome Outcome, BoxXyWh Box, long CategoryId, double? Score, double? Iou, double? ObjectArea);
