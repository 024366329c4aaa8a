namespace Dino.Evaluation;

/// <summary>What became of every detection and object of one image at one IoU threshold. Numbers are positions in the detections and in the
/// ground truth's annotations.</summary>
/// <param name="ImageId">Images without detections and objects are there too.</param>
/// <param name="Hits">Detections that found an object, and which.</param>
/// <param name="Misses">Objects that no detection found.</param>
/// <param name="FalsePositives">Detections of nothing of their category, or of an object that a better one had found: <see cref="DetectionErrors"/> says what is wrong with each.</param>
/// <param name="Ignored">Detections that count neither way: on a crowd, or of an area that COCO does not count.</param>
public sealed record ImageMatches(
    long ImageId,
    IReadOnlyList<BoxMatch> Hits,
    IReadOnlyList<int> Misses,
    IReadOnlyList<int> FalsePositives,
    IReadOnlyList<int> Ignored);
