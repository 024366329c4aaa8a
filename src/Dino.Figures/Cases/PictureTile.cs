using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Cases;

/// <summary>A picture with boxes in a rectangle of a figure, and words below.</summary>
internal sealed class PictureTile(SKCanvas canvas, SKRect place, RgbImage picture)
{
    public const int CaptionHeight = 44;

    private readonly float _scale = Math.Min(place.Width / picture.Width, (place.Height - CaptionHeight) / picture.Height);

    public void Draw(string caption, Action<PictureTile> boxes)
    {
        using var bitmap = RgbBitmap.FromImage(picture);
        using var content = SKImage.FromBitmap(bitmap);
        var (width, height) = (picture.Width * _scale, picture.Height * _scale);
        canvas.Save();
        canvas.Translate(place.Left, place.Top);
        canvas.WriteWrapped(caption, 0, height + FigureTheme.TextSize + 4, place.Width, FigureTheme.TextSize, FigureTheme.Ink);
        canvas.ClipRect(SKRect.Create(width, height));
        canvas.DrawImage(content, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        boxes(this);
        canvas.Restore();
    }

    /// <summary>Ground truth as thin lines, then the verdicts with their scores.</summary>
    public void DrawCase(DetectionCase item)
    {
        foreach (var annotation in item.Objects)
        {
            OutcomeStyle.GroundTruth.DrawBox(canvas, Place(annotation.Box), 1);
        }

        foreach (var box in item.Boxes.Reverse())
        {
            OutcomeStyle.Of(box.Outcome).DrawBox(canvas, Place(box.Box), 2);
        }

        // Words come last, so that no line crosses them; those of misses stand below their box, out of the way of the scores.
        foreach (var box in item.Boxes.Reverse())
        {
            var (style, rectangle) = (OutcomeStyle.Of(box.Outcome), Place(box.Box));
            var bottom = box.Outcome == Outcome.Miss ? rectangle.Bottom + FigureTheme.SmallSize + 4 : rectangle.Top;
            canvas.WriteTag($"{style.Tag}{box.Score:0.00}", rectangle.Left, bottom, FigureTheme.SmallSize, style.Color);
        }
    }

    public void DrawObjects(IEnumerable<CocoAnnotation> annotations, IReadOnlyDictionary<int, string> names)
    {
        foreach (var annotation in annotations)
        {
            var (rectangle, color) = (Place(annotation.Box), CategoryColors.For(annotation.CategoryId));
            new OutcomeStyle("", "", color, annotation.IsCrowd ? [6, 4] : null).DrawBox(canvas, rectangle, 2);
            if (names.Count > 1)
            {
                canvas.WriteTag(names.GetValueOrDefault(annotation.CategoryId, $"category {annotation.CategoryId}"), rectangle.Left, rectangle.Top, FigureTheme.SmallSize, color);
            }
        }
    }

    private SKRect Place(BoxXyWh box)
        => SKRect.Create((float)box.X * _scale, (float)box.Y * _scale, (float)box.Width * _scale, (float)box.Height * _scale);
}
