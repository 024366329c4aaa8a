namespace Dino.Evaluation;

/// <summary>What a detector does when detections below a score are dropped; IoU threshold 0.5, all areas.</summary>
/// <param name="CategoryId">Null for all categories together, one score for all of them.</param>
/// <param name="Score">Detections with this score or a higher one are kept.</param>
/// <param name="Precision">True positives over kept detections that are not ignored.</param>
/// <param name="Recall">True positives over objects.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="TruePositives">Objects found.</param>
/// <param name="FalsePositives">Detections of nothing, or of an object found already.</param>
/// <param name="Misses">Objects not found.</param>
public sealed record OperatingPoint(
    long? CategoryId,
    double Score,
    double Precision,
    double Recall,
    double F1,
    int TruePositives,
    int FalsePositives,
    int Misses)
{
    /// <summary>The score with the best F1 over all categories together; null if no detection is right at any score.</summary>
    public static OperatingPoint? BestF1(CocoEvaluationResult result) => BestF1(null, result.Matches);

    /// <summary>The score with the best F1 for each category; categories in which no detection is right are left out.</summary>
    public static IReadOnlyList<OperatingPoint> BestF1PerCategory(CocoEvaluationResult result) =>
    [
        .. result.Matches
            .Select((matches, k) => BestF1(result.Tables.CategoryIds[k], [matches]))
            .OfType<OperatingPoint>(),
    ];

    private static OperatingPoint? BestF1(long? categoryId, IReadOnlyList<CategoryMatches> categories)
    {
        const int AllAreas = 0;
        var objects = categories.Sum(matches => matches.CountObjects(AllAreas));
        double[] scores = [.. categories.SelectMany(matches => matches.Scores)];
        ushort[] right = [.. categories.SelectMany(matches => matches.TruePositives[AllAreas])];
        ushort[] wrong = [.. categories.SelectMany(matches => matches.FalsePositives[AllAreas])];
        var order = new ScoreOrder().Descending(scores);
        OperatingPoint? best = null;
        int found = 0, mistaken = 0;
        for (var i = 0; i < order.Length; i++)
        {
            // Bit 0 is IoU threshold 0.5.
            found += right[order[i]] & 1;
            mistaken += wrong[order[i]] & 1;
            var isLastOfScore = i + 1 == order.Length || scores[order[i + 1]] != scores[order[i]];
            var f1 = found == 0 ? 0 : 2.0 * found / (found + mistaken + objects);
            if (isLastOfScore && f1 > (best?.F1 ?? 0))
            {
                best = new OperatingPoint(
                    categoryId,
                    scores[order[i]],
                    (double)found / (found + mistaken),
                    (double)found / objects,
                    f1,
                    found,
                    mistaken,
                    objects - found);
            }
        }

        return best;
    }
}
