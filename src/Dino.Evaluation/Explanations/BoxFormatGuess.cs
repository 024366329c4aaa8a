using Dino.Core.Coco;


namespace Dino.Evaluation;

/// <summary>When nothing overlaps: would it, were the boxes in another format?</summary>
internal static class BoxFormatGuess
{
    private const double Hit = 0.5;

    private static readonly (string Name, Func<BoxXyWh, BoxXyWh> Read)[] Formats =
    [
        ("corners x1, y1, x2, y2", box => new BoxXyWh(box.X, box.Y, box.Width - box.X, box.Height - box.Y)),
        ("centres cx, cy, width, height", box => new BoxXyWh(box.X - (box.Width / 2), box.Y - (box.Height / 2), box.Width, box.Height)),
    ];

    public static string Explain(EvaluationPlan plan)
    {
        var boxes = Enumerable.Range(0, plan.CategoryIds.Length).SelectMany(k => plan.Detections.Items(k).ToArray()).Select(plan.DetectionAt).ToList();
        if (boxes.TrueForAll(box => Math.Max(Math.Abs(box.X) + Math.Abs(box.Width), Math.Abs(box.Y) + Math.Abs(box.Height)) <= 2))
        {
            return "no detection overlaps an object of its category by 0.5 or more: the boxes look normalised to 0..1, pixels are expected";
        }

        var largest = LargestOverlap(plan, box => box);
        var other = Formats.FirstOrDefault(format => LargestOverlap(plan, format.Read) >= Hit);
        return other.Name is null
            ? FormattableString.Invariant($"no detection overlaps an object of its category by 0.5 or more; the largest overlap is {largest:0.000}")
            : FormattableString.Invariant($"no detection overlaps an object of its category by 0.5 or more (largest {largest:0.000}), but some would if the boxes were {other.Name}; x, y, width, height are expected");
    }

    private static double LargestOverlap(EvaluationPlan plan, Func<BoxXyWh, BoxXyWh> read)
    {
        var largest = 0.0;
        for (var k = 0; k < plan.CategoryIds.Length; k++)
        {
            var objects = plan.Objects.Items(k);
            var images = plan.Objects.Images(k);
            var detections = plan.Detections.Items(k);
            for (var d = 0; d < detections.Length; d++)
            {
                var image = plan.Detections.Images(k)[d];
                for (var g = images.IndexOf(image); g >= 0 && g < objects.Length && images[g] == image; g++)
                {
                    var target = plan.ObjectAt(objects[g]);
                    largest = Math.Max(largest, BoxOverlap.IntersectionOverUnion(read(plan.DetectionAt(detections[d])), target.Box, target.IsCrowd));
                }
            }
        }

        return largest;
    }
}
