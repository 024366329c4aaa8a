namespace Dino.Evaluation;

/// <summary>Precision over recall at one IoU threshold, all areas, 100 detections.</summary>
/// <param name="IouThreshold">Between 0.5 and 0.95.</param>
/// <param name="Recall">101 values from 0 to 1.</param>
/// <param name="Precision">Best precision at this recall or a higher one, mean over the categories that have objects; 0 where it is not reached.</param>
/// <param name="Scores">Score with which the recall is reached, mean over the categories; 0 where it is not.</param>
public sealed record PrecisionRecallCurve(
    double IouThreshold,
    IReadOnlyList<double> Recall,
    IReadOnlyList<double> Precision,
    IReadOnlyList<double> Scores)
{
    /// <summary>One curve an IoU threshold; none where there is nothing to measure.</summary>
    /// <param name="categoryId">Null for the mean over the categories.</param>
    /// <exception cref="ArgumentException">The category was not evaluated.</exception>
    public static IReadOnlyList<PrecisionRecallCurve> Of(CocoEvaluationResult result, long? categoryId = null)
    {
        var tables = result.Tables;
        var categories = Enumerable.Range(0, tables.CategoryIds.Length).ToList();
        if (categoryId is { } id)
        {
            var category = tables.CategoryIds.IndexOf(id);
            categories = category >= 0 ? [category] : throw new ArgumentException($"category {id} was not evaluated", nameof(categoryId));
        }

        const int AllAreas = 0;
        var last = tables.MaxDetections.Length - 1;
        var measured = categories.Where(k => tables.Recall[tables.Index(0, k, AllAreas, last)] > -1).ToList();
        if (measured.Count == 0)
        {
            return [];
        }

        return
        [
            .. tables.IouThresholds.Select((threshold, t) => new PrecisionRecallCurve(
                threshold,
                tables.RecallThresholds,
                [.. tables.RecallThresholds.Select((_, r) => measured.Average(k => tables.Precision[tables.Index(t, r, k, AllAreas, last)]))],
                [.. tables.RecallThresholds.Select((_, r) => measured.Average(k => tables.Scores[tables.Index(t, r, k, AllAreas, last)]))])),
        ];
    }
}
