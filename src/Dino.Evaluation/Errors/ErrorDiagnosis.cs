namespace Dino.Evaluation;

/// <summary>Names every error of the images it is given and measures AP50 with one kind of error corrected.</summary>
internal sealed class ErrorDiagnosis(CocoGroundTruth groundTruth, CocoDetections detections, bool useCategories)
{
    private const long NoCategory = -1;

    // In the order of the images and, within one, of the scores: ties keep it.
    private readonly List<DiagnosedDetection> _detections = [];
    private readonly Dictionary<long, int> _objects = [];
    private readonly List<int> _missed = [];

    // The best correctable detection of each object that was not found; the others of the object are dropped when corrected.
    private readonly Dictionary<int, DiagnosedDetection> _corrected = [];

    public int Count(ErrorKind kind) => kind == ErrorKind.Missed ? _missed.Count : _detections.Count(detection => detection.Error == kind);

    public void Add(ImageMatches image)
    {
        foreach (var annotation in image.Hits.Select(hit => hit.Annotation).Concat(image.Misses))
        {
            var category = CategoryOf(annotation);
            _objects[category] = _objects.GetValueOrDefault(category) + 1;
        }

        var right = image.Hits.Select(hit => (hit.Detection, Error: (DetectionError?)null));
        var wrong = DetectionErrors.Classify(groundTruth, detections, image, useCategories).Select(error => (error.Detection, Error: (DetectionError?)error));
        foreach (var (detection, error) in right.Concat(wrong).OrderByDescending(item => detections.Scores[item.Detection]).ThenBy(item => item.Detection))
        {
            AddDetection(new(CategoryIdOf(detection), detections.Scores[detection], error?.Kind, error?.Target));
        }

        _missed.AddRange(image.Misses.Where(annotation => !_corrected.ContainsKey(annotation)));
    }

    /// <summary>Mean over the categories with objects; -1 without any.</summary>
    /// <param name="corrected">The kind of error to correct; null for none.</param>
    public double AveragePrecision(ErrorKind? corrected)
    {
        var objects = new Dictionary<long, int>(_objects);
        if (corrected == ErrorKind.Missed)
        {
            foreach (var annotation in _missed)
            {
                objects[CategoryOf(annotation)]--;
            }
        }

        var byCategory = _detections.Select(detection => Correct(detection, corrected)).OfType<DiagnosedDetection>().ToLookup(detection => detection.CategoryId);
        // A category that has lost all its objects counts as 0 if there are detections left of it (TIDE).
        var precisions = objects
            .Where(entry => entry.Value > 0 || byCategory.Contains(entry.Key))
            .Select(entry => entry.Value > 0 ? AveragePrecision([.. byCategory[entry.Key]], entry.Value) : 0)
            .ToList();
        return precisions.Count == 0 ? -1 : precisions.Average();
    }

    private static double AveragePrecision(List<DiagnosedDetection> category, int objects)
    {
        var scan = new WeightedScan(1, CocoParameters.RecallThresholds);
        scan.Start(objects, category.Count);
        foreach (var position in new ScoreOrder().Descending([.. category.Select(detection => detection.Score)]))
        {
            var isRight = category[position].Error is null;
            scan.Add(isRight ? 1 : 0, isRight ? 0 : 1, weight: 1);
        }

        return scan.AveragePrecision(0);
    }

    /// <summary>Null if the correction drops the detection.</summary>
    private DiagnosedDetection? Correct(DiagnosedDetection detection, ErrorKind? kind)
    {
        if (kind is null || detection.Error != kind)
        {
            return detection;
        }

        return detection.Target is { } target && ReferenceEquals(_corrected[target], detection)
            ? detection with { CategoryId = CategoryOf(target), Error = null }
            : null;
    }

    private void AddDetection(DiagnosedDetection detection)
    {
        _detections.Add(detection);
        if (detection.Target is { } target)
        {
            // Best score first, so the first one stays.
            _corrected.TryAdd(target, detection);
        }
    }

    private long CategoryOf(int annotation) => useCategories ? groundTruth.AnnotationCategoryIds[annotation] : NoCategory;

    private long CategoryIdOf(int detection) => useCategories ? detections.CategoryIds[detection] : NoCategory;
}

/// <summary>A counted detection and what is wrong with it.</summary>
/// <param name="Error">Null for a true positive.</param>
/// <param name="Target">The object that it would find if corrected; null if the object is found anyway or there is none.</param>
internal sealed record DiagnosedDetection(long CategoryId, double Score, ErrorKind? Error, int? Target);
