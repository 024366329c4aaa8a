using Dino.Model.PostProcessing;

namespace Dino.Verification.Comparison;

/// <summary>Undoes changes of place between detections whose scores are too close to rank in a lower precision than the reference's.</summary>
internal static class DetectionAlignment
{
    /// <param name="expected">The reference's detections, best first.</param>
    /// <param name="tolerance">Scores closer than this may change places; 0 keeps the order.</param>
    /// <returns>The found detections in the expected order: for each, the nearest box among those of its label and about its score; where there is none, the next one, which
    /// is then a miss.</returns>
    public static ImageDetections Align(ImageDetections found, ImageDetections expected, double tolerance)
    {
        if (tolerance == 0 || found.Scores.Length != expected.Scores.Length)
        {
            return found;
        }

        var left = Enumerable.Range(0, found.Scores.Length).ToList();
        var order = new List<int>(left.Count);
        for (var i = 0; i < expected.Scores.Length; i++)
        {
            var candidates = left.Where(j => found.Labels[j] == expected.Labels[i] && Math.Abs(found.Scores[j] - expected.Scores[i]) <= tolerance);
            var next = candidates.OrderBy(j => Distance(found, j, expected, i)).DefaultIfEmpty(left[0]).First();
            order.Add(next);
            left.Remove(next);
        }

        return new ImageDetections(
            [.. order.Select(j => found.Scores[j])],
            [.. order.Select(j => found.Labels[j])],
            [.. order.SelectMany(j => found.BoxesXyXy[(4 * j)..(4 * (j + 1))])],
            [.. order.Select(j => found.QueryIndices[j])]);
    }

    private static double Distance(ImageDetections one, int i, ImageDetections other, int j)
        => Enumerable.Range(0, 4).Sum(side => Math.Abs(one.BoxesXyXy[(4 * i) + side] - other.BoxesXyXy[(4 * j) + side]));
}
