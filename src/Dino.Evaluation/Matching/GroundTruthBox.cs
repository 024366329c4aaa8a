using Dino.Core.Coco;


namespace Dino.Evaluation;

/// <summary>One object to find, as the matching sees it.</summary>
/// <param name="Box">In pixels.</param>
/// <param name="Area">The file's, in pixels squared.</param>
/// <param name="IsCrowd">Ignored, matched any number of times, overlap taken relative to the detection.</param>
/// <param name="HasIdZero">A match to it is stored as its id, which is 0, which means unmatched (pycocotools <c>evaluateImg</c>).</param>
internal readonly record struct GroundTruthBox(BoxXyWh Box, double Area, bool IsCrowd, bool HasIdZero);
