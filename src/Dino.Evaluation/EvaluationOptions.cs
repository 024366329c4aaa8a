namespace Dino.Evaluation;

/// <summary>What of the files is evaluated, and how.</summary>
/// <param name="UseCategories">False puts all categories into one (pycocotools' <c>useCats = 0</c>, proposals without classes).</param>
/// <param name="ImageIds">Evaluate these images only (pycocotools' <c>imgIds</c>); null for all. Detections of other images are left out.</param>
public sealed record EvaluationOptions(bool UseCategories = true, IReadOnlyCollection<long>? ImageIds = null);
