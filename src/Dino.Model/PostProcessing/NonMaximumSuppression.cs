namespace Dino.Model.PostProcessing;

/// <summary>Greedy, class-agnostic non-maximum suppression (torchvision.ops.nms): a box goes when a better one that stays overlaps it too much.</summary>
internal static class NonMaximumSuppression
{
    /// <param name="boxesXyXy">[n, 4] row-major, best first.</param>
    /// <param name="iouThreshold">A box goes when its IoU with a kept one is above this.</param>
    /// <returns>Indices of the kept boxes, ascending.</returns>
    public static IReadOnlyList<int> Keep(ReadOnlySpan<double> boxesXyXy, double iouThreshold)
    {
        var kept = new List<int>();
        for (var i = 0; i < boxesXyXy.Length / 4; i++)
        {
            var suppressed = false;
            foreach (var better in kept)
            {
                suppressed |= Iou(boxesXyXy.Slice(4 * better, 4), boxesXyXy.Slice(4 * i, 4)) > iouThreshold;
            }

            if (!suppressed)
            {
                kept.Add(i);
            }
        }

        return kept;
    }

    private static double Iou(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var width = Math.Max(0, Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]));
        var height = Math.Max(0, Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]));
        var intersection = width * height;
        return intersection / (((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - intersection);
    }
}
