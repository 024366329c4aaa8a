namespace Dino.Evaluation;

/// <summary>Names the errors of detections as TIDE does.</summary>
public static class DetectionErrors
{
    /// <summary>One entry for each of the image's false positives, in their order.</summary>
    /// <param name="image">Matched at IoU threshold <see cref="ErrorBreakdown.Foreground"/>.</param>
    public static IReadOnlyList<DetectionError> Classify(CocoGroundTruth groundTruth, CocoDetections detections, ImageMatches image, bool useCategories = true)
    {
        var found = image.Hits.Select(hit => hit.Annotation).ToHashSet();
        int[] objects = [.. found.Union(image.Misses).Order()];
        return [.. image.FalsePositives.Select(Name)];

        // The order of the questions is TIDE's, but for the last: at such an overlap an object of the category is found, unless its id is 0.
        DetectionError Name(int detection)
        {
            var (own, ownOverlap) = Nearest(detection, annotation => IsOwn(detection, annotation));
            var (other, otherOverlap) = Nearest(detection, annotation => !IsOwn(detection, annotation));
            var (_, foundOverlap) = Nearest(detection, annotation => IsOwn(detection, annotation) && found.Contains(annotation));
            var (kind, target) = ownOverlap is >= ErrorBreakdown.Background and <= ErrorBreakdown.Foreground ? (ErrorKind.Localisation, own)
                : otherOverlap >= ErrorBreakdown.Foreground ? (ErrorKind.Classification, other)
                : foundOverlap >= ErrorBreakdown.Foreground ? (ErrorKind.Duplicate, null)
                : Math.Max(ownOverlap, otherOverlap) <= ErrorBreakdown.Background ? (ErrorKind.Background, null)
                : ownOverlap > ErrorBreakdown.Foreground ? (ErrorKind.Localisation, own)
                : (ErrorKind.Both, (int?)null);
            return new DetectionError(detection, kind, ownOverlap, target is { } annotation && !found.Contains(annotation) ? target : null);
        }

        bool IsOwn(int detection, int annotation) => !useCategories || groundTruth.AnnotationCategoryIds[annotation] == detections.CategoryIds[detection];

        // The first of the objects with the largest overlap; 0 if none overlaps.
        (int? Annotation, double Overlap) Nearest(int detection, Func<int, bool> filter)
        {
            int? nearest = null;
            var largest = 0.0;
            foreach (var annotation in objects.Where(filter))
            {
                var overlap = BoxOverlap.IntersectionOverUnion(detections.Boxes[detection], groundTruth.Boxes[annotation], isCrowd: false);
                if (overlap > largest)
                {
                    largest = overlap;
                    nearest = annotation;
                }
            }

            return (nearest, largest);
        }
    }
}

/// <summary>What is wrong with a detection.</summary>
/// <param name="Detection">Position in the detections.</param>
/// <param name="Overlap">Largest intersection over union with an object of its category, 0 to 1.</param>
/// <param name="Target">Position of the object that it would find if corrected; null if that one is found anyway or there is none.</param>
public sealed record DetectionError(int Detection, ErrorKind Kind, double Overlap, int? Target);
