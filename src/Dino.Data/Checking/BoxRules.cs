using System.Globalization;
using Dino.Core.Coco;

namespace Dino.Data.Checking;

/// <summary>Boxes against their images.</summary>
internal static class BoxRules
{
    // A few clean boxes agree with a wrong format by chance; this many do not.
    private const int EnoughBoxes = 5;

    public static IEnumerable<DatasetFinding> Find(CheckedPart part)
    {
        var format = WrongFormat(part);
        return format is not null ? [format] : Single(part).Concat(Duplicates(part));
    }

    private static IEnumerable<DatasetFinding> Single(CheckedPart part)
    {
        for (var index = 0; index < part.Dataset.Annotations.Count; index++)
        {
            var annotation = part.Dataset.Annotations[index];
            if (!part.Images.TryGetValue(annotation.ImageId, out var image))
            {
                continue;
            }

            var box = annotation.Box;
            if (box.Width <= 0 || box.Height <= 0)
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning, "degenerate-box", index, $"bbox {Text(box)} has no area: left out of training, yet evaluation counts it as missed", "correct or remove it", Correction.Remove);
            }
            else if (box.X >= image.Width || box.Y >= image.Height || box.X + box.Width <= 0 || box.Y + box.Height <= 0)
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning,
                    "box-outside",
                    index,
                    $"bbox {Text(box)} lies outside image {image.Id} of {image.Width}x{image.Height}: left out of training, yet evaluation counts it as missed",
                    "correct or remove it",
                    Correction.Remove);
            }
            else if (box.X < 0 || box.Y < 0 || box.X + box.Width > image.Width || box.Y + box.Height > image.Height)
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning,
                    "box-over-edge",
                    index,
                    $"bbox {Text(box)} reaches past image {image.Id} of {image.Width}x{image.Height}: training cuts it, evaluation does not",
                    "cut it at the edge",
                    Correction.ClipBox);
            }

            if (annotation.Area <= 0 && box is { Width: > 0, Height: > 0 })
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning, "no-area", index, $"area is {annotation.Area.ToString(CultureInfo.InvariantCulture)}, so evaluation counts the box as small", "set the area of the mask or width * height", Correction.SetArea);
            }
        }
    }

    private static IEnumerable<DatasetFinding> Duplicates(CheckedPart part)
    {
        var first = new Dictionary<(long Image, int Category, BoxXyWh Box, bool Crowd), long>();
        for (var index = 0; index < part.Dataset.Annotations.Count; index++)
        {
            var annotation = part.Dataset.Annotations[index];
            var key = (annotation.ImageId, annotation.CategoryId, annotation.Box, annotation.IsCrowd);
            if (!first.TryAdd(key, annotation.Id))
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning, "duplicate-box", index, $"has the image, category and box of annotation {first[key]}: one of the two can never be found", "remove one", Correction.Remove);
            }
        }
    }

    /// <summary>Boxes that make no sense as [x, y, width, height] in pixels but do as corners or as fractions.</summary>
    private static DatasetFinding? WrongFormat(CheckedPart part)
    {
        var boxes = part.Dataset.Annotations
            .Where(annotation => part.Images.ContainsKey(annotation.ImageId))
            .Select(annotation => (annotation.Box, Image: part.Images[annotation.ImageId]))
            .ToList();
        if (boxes.Count < EnoughBoxes)
        {
            return null;
        }

        if (boxes.TrueForAll(pair => pair.Box is { X: >= 0 and <= 1, Y: >= 0 and <= 1, Width: >= 0 and <= 1, Height: >= 0 and <= 1 }))
        {
            return part.FileFinding(FindingSeverity.Error, "box-format", "every bbox lies within 0 and 1: these look like fractions of the image", "write pixels: [x, y, width, height]");
        }

        var asCorners = boxes.TrueForAll(pair =>
            pair.Box.Width > pair.Box.X && pair.Box.Height > pair.Box.Y && pair.Box.Width <= pair.Image.Width && pair.Box.Height <= pair.Image.Height);
        var pastEdge = boxes.Count(pair => pair.Box.X + pair.Box.Width > pair.Image.Width || pair.Box.Y + pair.Box.Height > pair.Image.Height);
        return asCorners && pastEdge * 4 > boxes.Count
            ? part.FileFinding(
                FindingSeverity.Error,
                "box-format",
                $"{pastEdge} of {boxes.Count} boxes reach past their image, and all fit it when read as corners [x1, y1, x2, y2]",
                "write [x, y, width, height]")
            : null;
    }

    private static string Text(BoxXyWh box) => string.Create(CultureInfo.InvariantCulture, $"[{box.X}, {box.Y}, {box.Width}, {box.Height}]");
}
