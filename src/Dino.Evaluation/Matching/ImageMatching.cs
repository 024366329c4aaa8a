using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Matches as the evaluation does, at one IoU threshold, and says for every image which box became what: for pictures of good and failed
/// cases, and for the error breakdown.</summary>
public static class ImageMatching
{
    private static readonly AreaRange AllAreas = CocoParameters.AreaRanges[0];

    /// <summary>One entry for each evaluated image, by image id.</summary>
    /// <param name="iouThreshold">Least overlap of a hit.</param>
    /// <param name="minScore">Detections below it are left out. What becomes of the others does not depend on them: the best score chooses first.</param>
    public static IReadOnlyList<ImageMatches> Match(
        CocoGroundTruth groundTruth,
        CocoDetections detections,
        double iouThreshold = 0.5,
        double minScore = double.NegativeInfinity,
        EvaluationOptions? options = null)
    {
        var plan = new EvaluationPlan(groundTruth, detections, options ?? new EvaluationOptions());
        var images = plan.ImageIds.Select(_ => new ImageOutcome()).ToArray();
        var order = new ScoreOrder();
        var matcher = new ImageMatcher([iouThreshold], [AllAreas]);
        for (var category = 0; category < plan.CategoryIds.Length; category++)
        {
            foreach (var (image, found, objects) in ByImage(plan, category))
            {
                var scores = found.ConvertAll(plan.ScoreAt).ToArray();
                var best = new List<int>();
                foreach (var position in order.Descending(scores)[..Math.Min(scores.Length, CocoParameters.MaxDetections[^1])])
                {
                    if (scores[position] >= minScore)
                    {
                        best.Add(found[position]);
                    }
                }

                Match(plan, matcher, best, objects, images[image]);
            }
        }

        return [.. images.Select((outcome, image) => outcome.ToMatches(plan.ImageIds[image]))];
    }

    /// <param name="detections">Best score first.</param>
    /// <param name="annotations">In the order of the file.</param>
    private static void Match(
        EvaluationPlan plan, ImageMatcher matcher, List<int> detections, List<int> annotations, ImageOutcome outcome)
    {
        BoxXyWh[] boxes = [.. detections.Select(plan.DetectionAt)];
        GroundTruthBox[] objects = [.. annotations.Select(plan.ObjectAt)];
        var taken = new int[boxes.Length];
        matcher.MatchOnce(boxes, objects, taken);

        // An object with id 0 is taken by a detection and yet never found.
        var found = new bool[objects.Length];
        for (var d = 0; d < taken.Length; d++)
        {
            var target = taken[d];
            var isOnIgnored = target >= 0 && ImageMatcher.IsIgnored(objects[target], AllAreas);
            if (target >= 0 && !isOnIgnored && !objects[target].HasIdZero)
            {
                found[target] = true;
                outcome.Hits.Add(new BoxMatch(detections[d], annotations[target], matcher.Overlap(d, target, objects.Length)));
            }
            else if (isOnIgnored || !AllAreas.Contains(boxes[d].Width * boxes[d].Height))
            {
                outcome.Ignored.Add(detections[d]);
            }
            else
            {
                outcome.FalsePositives.Add(detections[d]);
            }
        }

        outcome.Misses.AddRange(annotations.Where((_, target) => !found[target] && !ImageMatcher.IsIgnored(objects[target], AllAreas)));
    }

    private static IEnumerable<(int Image, List<int> Detections, List<int> Objects)> ByImage(EvaluationPlan plan, int category)
    {
        var byImage = new SortedDictionary<int, (List<int> Detections, List<int> Objects)>();
        (List<int> Detections, List<int> Objects) At(int image)
            => byImage.TryGetValue(image, out var lists) ? lists : byImage[image] = ([], []);

        var detections = plan.Detections.Items(category);
        for (var i = 0; i < detections.Length; i++)
        {
            At(plan.Detections.Images(category)[i]).Detections.Add(detections[i]);
        }

        var objects = plan.Objects.Items(category);
        for (var i = 0; i < objects.Length; i++)
        {
            At(plan.Objects.Images(category)[i]).Objects.Add(objects[i]);
        }

        return byImage.Select(entry => (entry.Key, entry.Value.Detections, entry.Value.Objects));
    }
}

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

/// <summary>A detection and the object it found.</summary>
/// <param name="Detection">Position in the detections.</param>
/// <param name="Annotation">Position in the ground truth's annotations.</param>
/// <param name="Overlap">Intersection over union.</param>
public readonly record struct BoxMatch(int Detection, int Annotation, double Overlap);

/// <summary>An <see cref="ImageMatches"/> in the making; categories add to it one after the other.</summary>
internal sealed class ImageOutcome
{
    public List<BoxMatch> Hits { get; } = [];

    public List<int> Misses { get; } = [];

    public List<int> FalsePositives { get; } = [];

    public List<int> Ignored { get; } = [];

    public ImageMatches ToMatches(long imageId) => new(imageId, Hits, Misses, FalsePositives, Ignored);
}
