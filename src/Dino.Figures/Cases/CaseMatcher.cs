using Dino.Data.Coco;

namespace Dino.Figures.Cases;

/// <summary>Judges detections above a score: from the best score down, each takes the free object of its category with the highest IoU of at least
/// <see cref="LeastIou"/> (a hit); one that overlaps a taken object so much is a duplicate; any other is a false positive. Detections inside a crowd
/// region (half of their area) count for nothing.</summary>
public sealed class CaseMatcher(double leastScore)
{
    public const double LeastIou = 0.5;

    /// <summary>The reference's threshold for drawing.</summary>
    public const double DefaultLeastScore = 0.3;

    public double LeastScore => leastScore;

    /// <summary>One case for each image of the dataset, in its order.</summary>
    public IReadOnlyList<DetectionCase> Match(CocoDataset dataset, IEnumerable<Detection> detections)
    {
        var annotations = dataset.AnnotationsByImage();
        var found = detections.Where(detection => detection.Score >= leastScore).ToLookup(detection => detection.ImageId);
        return [.. dataset.Images.Select(image => Match(image, [.. annotations[image.Id]], found[image.Id]))];
    }

    public static double Iou(BoxXyWh a, BoxXyWh b)
    {
        var shared = Shared(a, b);
        var union = (a.Width * a.Height) + (b.Width * b.Height) - shared;
        return union > 0 ? shared / union : 0;
    }

    private static DetectionCase Match(CocoImage image, IReadOnlyList<CocoAnnotation> annotations, IEnumerable<Detection> detections)
    {
        var objects = annotations.Where(annotation => !annotation.IsCrowd).ToArray();
        var crowds = annotations.Where(annotation => annotation.IsCrowd).ToArray();
        var taken = new bool[objects.Length];
        var boxes = new List<JudgedBox>();
        foreach (var detection in detections.OrderByDescending(detection => detection.Score))
        {
            var overlaps = objects.Select(item => item.CategoryId == detection.CategoryId ? Iou(item.Box, detection.Box) : 0).ToArray();
            var best = Enumerable.Range(0, objects.Length).Where(i => !taken[i] && overlaps[i] >= LeastIou).OrderByDescending(i => overlaps[i]).FirstOrDefault(-1);
            var highest = overlaps.DefaultIfEmpty(0).Max();
            var other = objects.Where(item => item.CategoryId != detection.CategoryId).Select(item => Iou(item.Box, detection.Box)).DefaultIfEmpty(0).Max();
            if (best >= 0)
            {
                taken[best] = true;
                boxes.Add(new JudgedBox(Outcome.Hit, detection.Box, detection.CategoryId, detection.Score, overlaps[best], objects[best].Area));
            }
            else if (highest >= LeastIou)
            {
                boxes.Add(new JudgedBox(Outcome.Duplicate, detection.Box, detection.CategoryId, detection.Score, highest, ObjectArea: null));
            }
            else if (!crowds.Any(crowd => IsInside(detection, crowd)))
            {
                boxes.Add(new JudgedBox(Outcome.FalsePositive, detection.Box, detection.CategoryId, detection.Score, highest, ObjectArea: null, other));
            }
        }

        var missed = objects.Where((_, i) => !taken[i])
            .Select(item => new JudgedBox(Outcome.Miss, item.Box, item.CategoryId, Score: null, Iou: null, item.Area));
        return new DetectionCase(image, objects, [.. boxes, .. missed]);
    }

    private static bool IsInside(Detection detection, CocoAnnotation crowd)
        => crowd.CategoryId == detection.CategoryId && Shared(detection.Box, crowd.Box) >= 0.5 * detection.Box.Width * detection.Box.Height;

    private static double Shared(BoxXyWh a, BoxXyWh b)
    {
        var width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        return Math.Max(0, width) * Math.Max(0, height);
    }
}
