using Dino.Core.Coco;


namespace Dino.Evaluation;

/// <summary>Overlap of two boxes, operation by operation as in pycocotools (<c>bbIou</c> in common/maskApi.c).</summary>
public static class BoxOverlap
{
    /// <summary>Intersection over union; over the detection's own area if the object is a crowd. 0/0, after an underflow or overflow, is NaN.</summary>
    public static double IntersectionOverUnion(in BoxXyWh detection, in BoxXyWh target, bool isCrowd)
    {
        // Sides are finite, so that no sum is NaN and a plain comparison does what C's fmin and fmax do.
        var width = Smaller(detection.Width + detection.X, target.Width + target.X) - Larger(detection.X, target.X);
        if (width <= 0)
        {
            return 0;
        }

        var height = Smaller(detection.Height + detection.Y, target.Height + target.Y) - Larger(detection.Y, target.Y);
        if (height <= 0)
        {
            return 0;
        }

        var detectionArea = detection.Width * detection.Height;
        var intersection = width * height;
        var union = isCrowd ? detectionArea : detectionArea + (target.Width * target.Height) - intersection;
        return intersection / union;
    }

    private static double Smaller(double a, double b) => a < b ? a : b;

    private static double Larger(double a, double b) => a > b ? a : b;
}
