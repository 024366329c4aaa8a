namespace Dino.Evaluation;

/// <summary>Precision over recall, 100 detections an image and category.</summary>
/// <param name="Area">Objects counted: COCO's all, small, medium or large.</param>
/// <param name="IouThreshold">Between 0.5 and 0.95.</param>
/// <param name="Recall">101 values from 0 to 1.</param>
/// <param name="Precision">Best precision at this recall or a higher one, mean over the categories that have objects; 0 where it is not reached.</param>
/// <param name="Scores">Score with which the recall is reached, mean over the categories; 0 where it is not.</param>
public sealed record PrecisionRecallCurve(
    string Area,
    double IouThreshold,
    IReadOnlyList<double> Recall,
    IReadOnlyList<double> Precision,
    IReadOnlyList<double> Scores)
{
    private const int AllAreas = 0;

    /// <summary>One curve an IoU threshold, all areas; none where there is nothing to measure.</summary>
    /// <param name="categoryId">Null for the mean over the categories.</param>
    /// <exception cref="ArgumentException">The category was not evaluated.</exception>
    public static IReadOnlyList<PrecisionRecallCurve> ByIouThreshold(CocoEvaluationResult result, long? categoryId = null)
    {
        var categories = Enumerable.Range(0, result.Tables.CategoryIds.Length).ToList();
        if (categoryId is { } id)
        {
            var category = result.Tables.CategoryIds.IndexOf(id);
            categories = category >= 0 ? [category] : throw new ArgumentException($"category {id} was not evaluated", nameof(categoryId));
        }

        return [.. Enumerable.Range(0, result.Tables.IouThresholds.Length).Select(t => Mean(result.Tables, categories, AllAreas, t)).OfType<PrecisionRecallCurve>()];
    }

    /// <summary>One curve each for small, medium and large objects at IoU threshold 0.5, mean over the categories; sizes without objects are left out.</summary>
    public static IReadOnlyList<PrecisionRecallCurve> BySize(CocoEvaluationResult result)
    {
        var categories = Enumerable.Range(0, result.Tables.CategoryIds.Length).ToList();
        return [.. Enumerable.Range(1, result.Tables.AreaRanges.Length - 1).Select(area => Mean(result.Tables, categories, area, 0)).OfType<PrecisionRecallCurve>()];
    }

    private static PrecisionRecallCurve? Mean(PrecisionTables tables, List<int> categories, int area, int iou)
    {
        var last = tables.MaxDetections.Length - 1;
        var measured = categories.FindAll(k => tables.Recall[tables.Index(iou, k, area, last)] > -1);
        return measured.Count == 0
            ? null
            : new PrecisionRecallCurve(
                tables.AreaRanges[area].Label,
                tables.IouThresholds[iou],
                tables.RecallThresholds,
                [.. tables.RecallThresholds.Select((_, r) => measured.Average(k => tables.Precision[tables.Index(iou, r, k, area, last)]))],
                [.. tables.RecallThresholds.Select((_, r) => measured.Average(k => tables.Scores[tables.Index(iou, r, k, area, last)]))]);
    }
}
