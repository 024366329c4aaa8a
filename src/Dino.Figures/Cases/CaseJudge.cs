using Dino.Data.Coco;
using Dino.Evaluation;

namespace Dino.Figures.Cases;

/// <summary>The evaluation's own matches (100 detections of an image and category, crowds, ties), image by image, for pictures and counts. Detections on a crowd
/// count neither way and are left out.</summary>
public static class CaseJudge
{
    /// <summary>Overlap of a hit, as in AP50.</summary>
    public const double LeastIou = ErrorBreakdown.Foreground;

    /// <summary>One case for each of the images, in their order.</summary>
    /// <param name="images">All of them in the ground truth.</param>
    /// <param name="leastScore">Detections below it are left out.</param>
    public static IReadOnlyList<DetectionCase> Judge(IReadOnlyList<CocoImage> images, CocoGroundTruth groundTruth, CocoDetections detections, double leastScore)
    {
        var matches = ImageMatching.Match(groundTruth, detections, LeastIou, leastScore).ToDictionary(image => image.ImageId);
        return [.. images.Select(image => Judge(image, groundTruth, detections, matches[image.Id]))];
    }

    private static DetectionCase Judge(CocoImage image, CocoGroundTruth groundTruth, CocoDetections detections, ImageMatches matches)
    {
        var hits = matches.Hits.Select(hit => (hit.Detection, Error: (ErrorKind?)null, Area: (double?)groundTruth.Areas[hit.Annotation]));
        var wrong = DetectionErrors.Classify(groundTruth, detections, matches).Select(error => (error.Detection, Error: (ErrorKind?)error.Kind, Area: (double?)null));
        var found = hits.Concat(wrong).OrderByDescending(item => detections.Scores[item.Detection]).ThenBy(item => item.Detection)
            .Select(item => new JudgedBox(item.Error, detections.Boxes[item.Detection], detections.CategoryIds[item.Detection], detections.Scores[item.Detection], item.Area));
        var missed = matches.Misses.Order()
            .Select(item => new JudgedBox(ErrorKind.Missed, groundTruth.Boxes[item], groundTruth.AnnotationCategoryIds[item], Score: null, groundTruth.Areas[item]));
        var objects = matches.Hits.Select(hit => hit.Annotation).Concat(matches.Misses).Order().Select(item => new CocoAnnotation(
            groundTruth.AnnotationIds[item], image.Id, (int)groundTruth.AnnotationCategoryIds[item], groundTruth.Boxes[item], groundTruth.Areas[item], IsCrowd: false));
        return new DetectionCase(image, [.. objects], [.. found, .. missed]);
    }
}
