namespace Dino.Evaluation;

/// <summary>One category of one image at one IoU threshold: pycocotools' <c>evaluateImg</c> for all areas, in plain words.</summary>
internal sealed class CategoryInImage
{
    private static readonly AreaRange AllAreas = CocoParameters.AreaRanges[0];

    private readonly EvaluationPlan _plan;
    private readonly double _iouThreshold;
    private readonly List<int> _regular;
    private readonly List<int> _ignored;
    private readonly HashSet<int> _taken = [];

    /// <param name="objects">Positions of annotations, in the order of the file.</param>
    public CategoryInImage(EvaluationPlan plan, List<int> objects, double iouThreshold)
    {
        _plan = plan;
        _iouThreshold = iouThreshold;
        _ignored = objects.FindAll(IsIgnored);
        _regular = objects.FindAll(annotation => !IsIgnored(annotation));
    }

    /// <param name="detections">Best score first.</param>
    public void Match(List<int> detections, ImageOutcome outcome)
    {
        foreach (var detection in detections)
        {
            if (Best(detection, _regular, annotation => !_taken.Contains(annotation)) is { } hit)
            {
                _taken.Add(hit);
                outcome.Hits.Add(new BoxMatch(detection, hit, Overlap(detection, hit)));
            }
            else if (Best(detection, _ignored, annotation => _plan.ObjectAt(annotation).IsCrowd || !_taken.Contains(annotation)) is { } region)
            {
                _taken.Add(region);
                outcome.Ignored.Add(detection);
            }
            else if (!AllAreas.Contains(_plan.DetectionAt(detection).Width * _plan.DetectionAt(detection).Height))
            {
                outcome.Ignored.Add(detection);
            }
            else if (Best(detection, _regular, _taken.Contains) is not null)
            {
                outcome.Duplicates.Add(detection);
            }
            else
            {
                outcome.FalsePositives.Add(detection);
            }
        }

        outcome.Misses.AddRange(_regular.Where(annotation => !_taken.Contains(annotation)));
    }

    /// <summary>The object with the largest overlap, the last of equal ones; null if none reaches the threshold. NaN counts as reaching it.</summary>
    private int? Best(int detection, List<int> objects, Func<int, bool> isFree)
    {
        int? best = null;
        var least = _iouThreshold;
        foreach (var annotation in objects.Where(isFree))
        {
            var overlap = Overlap(detection, annotation);
            if (!(overlap < least))
            {
                least = overlap;
                best = annotation;
            }
        }

        return best;
    }

    private double Overlap(int detection, int annotation)
    {
        var target = _plan.ObjectAt(annotation);
        return BoxOverlap.IntersectionOverUnion(_plan.DetectionAt(detection), target.Box, target.IsCrowd);
    }

    private bool IsIgnored(int annotation)
    {
        var target = _plan.ObjectAt(annotation);
        return target.IsCrowd || !AllAreas.Contains(target.Area);
    }
}
