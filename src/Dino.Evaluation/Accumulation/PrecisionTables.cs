using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>What pycocotools' <c>accumulate</c> leaves in <c>eval</c>, C order; -1 where there is no object to find.</summary>
/// <param name="IouThresholds">T values.</param>
/// <param name="RecallThresholds">R values.</param>
/// <param name="CategoryIds">K ids, sorted; one -1 when categories are not used.</param>
/// <param name="AreaRanges">A ranges.</param>
/// <param name="MaxDetections">M limits.</param>
/// <param name="Precision">[T, R, K, A, M]: best precision at this recall or a higher one, 0 where the recall is not reached.</param>
/// <param name="Recall">[T, K, A, M]: recall with all detections.</param>
/// <param name="Scores">[T, R, K, A, M]: score of the detection with which the recall is reached.</param>
public sealed record PrecisionTables(
    ImmutableArray<double> IouThresholds,
    ImmutableArray<double> RecallThresholds,
    ImmutableArray<long> CategoryIds,
    ImmutableArray<AreaRange> AreaRanges,
    ImmutableArray<int> MaxDetections,
    ImmutableArray<double> Precision,
    ImmutableArray<double> Recall,
    ImmutableArray<double> Scores)
{
    /// <summary>Position in <see cref="Precision"/> and <see cref="Scores"/>.</summary>
    public int Index(int iou, int recall, int category, int area, int maxDetections)
        => ((((((iou * RecallThresholds.Length) + recall) * CategoryIds.Length) + category) * AreaRanges.Length + area) * MaxDetections.Length) + maxDetections;

    /// <summary>Position in <see cref="Recall"/>.</summary>
    public int Index(int iou, int category, int area, int maxDetections)
        => ((((iou * CategoryIds.Length) + category) * AreaRanges.Length + area) * MaxDetections.Length) + maxDetections;
}
