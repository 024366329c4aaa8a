using Dino.Core.Coco;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Cases;

/// <summary>A picture with a model's detections.</summary>
public static class PredictionPicture
{
    /// <summary>Writes the picture with a box, a name and a score for each detection; the format follows the path's ending.</summary>
    /// <param name="detections">Best first.</param>
    /// <param name="nameOf">Of a category id.</param>
    public static void Save(RgbImage picture, IReadOnlyList<Detection> detections, Func<long, string> nameOf, string path)
    {
        var (scale, width, height) = PictureScale.Of(picture.Width, picture.Height);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        {
            using var photograph = RgbBitmap.FromImage(picture);
            using var content = SKImage.FromBitmap(photograph);
            canvas.DrawImage(content, SKRect.Create(bitmap.Width, bitmap.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            foreach (var detection in detections.Reverse())
            {
                new OutcomeStyle("", "", CategoryColors.For((int)detection.CategoryId), Dashes: null).DrawBox(canvas, Place(detection, scale), 2.5f);
            }

            foreach (var detection in detections.Reverse())
            {
                var place = Place(detection, scale);
                canvas.WriteTag($"{nameOf(detection.CategoryId)} {detection.Score:0.00}", place.Left, place.Top, FigureTheme.TextSize, CategoryColors.For((int)detection.CategoryId));
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        RgbBitmap.Save(bitmap, path);
    }

    private static SKRect Place(Detection detection, float scale) => SKRect.Create(
        (float)detection.Box.X * scale, (float)detection.Box.Y * scale, (float)detection.Box.Width * scale, (float)detection.Box.Height * scale);
}
