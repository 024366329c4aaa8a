namespace Dino.Model.Outputs;

/// <summary>Post-processed detections of one image, best first (dino-spec 13).</summary>
/// <param name="Scores">[n] sigmoid scores, descending.</param>
/// <param name="Labels">[n] raw category ids.</param>
/// <param name="BoxesXyXy">[n, 4] row-major pixels of the original image, not clipped.</param>
/// <param name="QueryIndices">[n] matching-query index each detection came from.</param>
public sealed record ImageDetections(double[] Scores, long[] Labels, double[] BoxesXyXy, long[] QueryIndices);
