namespace Dino.Evaluation.Tests.Matching;

/// <summary>What <see cref="ImageMatching"/> does, in plain words: pycocotools' <c>evaluateImg</c> for all areas and one IoU threshold.</summary>
internal static class PlainMatching
{
    public static IReadOnlyList<ImageMatches> Match(CocoGroundTruth groundTruth, CocoDetections detections, double iouThreshold)
    {
        var plan = new EvaluationPlan(groundTruth, detections, new EvaluationOptions());
        var images = plan.ImageIds.Select(_ => new ImageOutcome()).ToArray();
        var order = new ScoreOrder();
        for (var category = 0; category < plan.CategoryIds.Length; category++)
        {
            foreach (var (image, found, objects) in ByImage(plan, category))
            {
                var scores = found.ConvertAll(plan.ScoreAt).ToArray();
                var best = new List<int>();
                foreach (var position in order.Descending(scores)[..Math.Min(scores.Length, CocoParameters.MaxDetections[^1])])
                {
                    best.Add(found[position]);
                }

                new CategoryInImage(plan, objects, iouThreshold).Match(best, images[image]);
            }
        }

        return [.. images.Select((outcome, image) => outcome.ToMatches(plan.ImageIds[image]))];
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

/// <summary>One category of one image at one IoU threshold.</summary>
internal sealed class CategoryInImage
{
    private static readonly AreaRange AllAreas = CocoParameters.AreaRanges[0];

    private readonly EvaluationPlan _plan;
    private readonly double _iouThreshold;
    private readonly List<int> _regular;
    private readonly List<int> _ignored;

    // By position in the lists, as an annotation whose id is repeated stands there more than once.
    private readonly bool[] _isRegularTaken;
    private readonly bool[] _isIgnoredTaken;

    /// <param name="objects">Positions of annotations, in the order of the file.</param>
    public CategoryInImage(EvaluationPlan plan, List<int> objects, double iouThreshold)
    {
        _plan = plan;
        _iouThreshold = iouThreshold;
        _ignored = objects.FindAll(IsIgnored);
        _regular = objects.FindAll(annotation => !IsIgnored(annotation));
        _isRegularTaken = new bool[_regular.Count];
        _isIgnoredTaken = new bool[_ignored.Count];
    }

    /// <param name="detections">Best score first.</param>
    public void Match(List<int> detections, ImageOutcome outcome)
    {
        foreach (var detection in detections)
        {
            if (Best(detection, _regular, position => !_isRegularTaken[position]) is { } hit)
            {
                _isRegularTaken[hit] = true;
                if (IsFindable(_regular[hit]))
                {
                    outcome.Hits.Add(new BoxMatch(detection, _regular[hit], Overlap(detection, _regular[hit])));
                }
                else
                {
                    AddUnmatched(detection, outcome);
                }
            }
            else if (Best(detection, _ignored, position => _plan.ObjectAt(_ignored[position]).IsCrowd || !_isIgnoredTaken[position]) is { } region)
            {
                _isIgnoredTaken[region] = true;
                outcome.Ignored.Add(detection);
            }
            else
            {
                AddUnmatched(detection, outcome);
            }
        }

        outcome.Misses.AddRange(_regular.Where((annotation, position) => !_isRegularTaken[position] || !IsFindable(annotation)));
    }

    private void AddUnmatched(int detection, ImageOutcome outcome)
    {
        var box = _plan.DetectionAt(detection);
        (AllAreas.Contains(box.Width * box.Height) ? outcome.FalsePositives : outcome.Ignored).Add(detection);
    }

    /// <summary>Position of the object with the largest overlap, the last of equal ones; null if none reaches the threshold. NaN counts as reaching it.</summary>
    private int? Best(int detection, List<int> objects, Func<int, bool> isFree)
    {
        int? best = null;
        var least = _iouThreshold;
        for (var position = 0; position < objects.Count; position++)
        {
            if (isFree(position) && Overlap(detection, objects[position]) is var overlap && !(overlap < least))
            {
                least = overlap;
                best = position;
            }
        }

        return best;
    }

    private double Overlap(int detection, int annotation)
    {
        var target = _plan.ObjectAt(annotation);
        return BoxOverlap.IntersectionOverUnion(_plan.DetectionAt(detection), target.Box, target.IsCrowd);
    }

    /// <summary>An object with id 0 is taken by a detection and yet never found.</summary>
    private bool IsFindable(int annotation) => !_plan.ObjectAt(annotation).HasIdZero;

    private bool IsIgnored(int annotation)
    {
        var target = _plan.ObjectAt(annotation);
        return target.IsCrowd || !AllAreas.Contains(target.Area);
    }
}
