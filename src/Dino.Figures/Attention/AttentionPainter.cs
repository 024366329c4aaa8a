using Dino.Core.Attention;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Attention;

/// <summary>Draws a picture with attention into rectangles of a figure.</summary>
internal sealed class AttentionPainter(SKCanvas canvas, RgbImage picture, AttentionSamples samples)
{
    private const float SmallestMarker = 1.5f;
    private const float LargestMarker = 6.5f;

    public void DrawMap(SKRect place, AttentionMap map, double highest, bool withBox)
    {
        DrawPicture(place, darkened: 0.25f);
        using var overlay = Overlay(map, highest);
        using var content = SKImage.FromBitmap(overlay);
        canvas.DrawImage(content, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        if (withBox)
        {
            DrawBox(place);
        }
    }

    /// <summary>Each sample as a disc, larger and brighter for a larger weight; the largest are drawn last.</summary>
    public void DrawPoints(SKRect place)
    {
        DrawPicture(place, darkened: 0.45f);
        canvas.Save();
        canvas.ClipRect(place);
        var points = samples.Select().OrderBy(point => point.Weight).ToArray();
        var highest = Math.Max(points[^1].Weight, float.Epsilon);
        using var fill = new SKPaint { IsAntialias = true };
        using var edge = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 0.8f, Color = SKColors.Black.WithAlpha(160) };
        foreach (var point in points)
        {
            var share = point.Weight / highest;
            var radius = SmallestMarker + ((LargestMarker - SmallestMarker) * (float)Math.Sqrt(share));
            var centre = Place(place, point.X, point.Y);
            fill.Color = HeatColors.Of(0.15 + (0.85 * share));
            canvas.DrawCircle(centre, radius, fill);
            canvas.DrawCircle(centre, radius, edge);
        }

        canvas.Restore();
        DrawBox(place);
    }

    public void DrawPicture(SKRect place, float darkened)
    {
        using var bitmap = RgbBitmap.FromImage(picture);
        using var content = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(content, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var shade = new SKPaint { Color = SKColors.Black.WithAlpha((byte)(255 * darkened)) };
        canvas.DrawRect(place, shade);
    }

    /// <summary>The detection's box with its score, or a cross on the chosen pixel.</summary>
    public void DrawBox(SKRect place)
    {
        if (samples.Pixel is { } pixel)
        {
            DrawCross(Place(place, pixel.X + 0.5, pixel.Y + 0.5));
        }

        if (samples.Box is not { } box)
        {
            return;
        }

        var (corner, end) = (Place(place, box.X, box.Y), Place(place, box.X + box.Width, box.Y + box.Height));
        var rectangle = new SKRect(corner.X, corner.Y, end.X, end.Y);
        using var line = new SKPaint { IsStroke = true, StrokeWidth = 2, Color = FigureTheme.Sky, IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(place);
        canvas.DrawRect(rectangle, line);
        if (samples.Score is { } score)
        {
            canvas.WriteTag($"{score:0.00}", rectangle.Left, rectangle.Top, FigureTheme.SmallSize, FigureTheme.Sky);
        }

        canvas.Restore();
    }

    private void DrawCross(SKPoint centre)
    {
        const float arm = 9;
        using var halo = new SKPaint { IsStroke = true, StrokeWidth = 4, Color = SKColors.Black.WithAlpha(160), IsAntialias = true };
        using var line = new SKPaint { IsStroke = true, StrokeWidth = 2, Color = FigureTheme.Sky, IsAntialias = true };
        foreach (var paint in new[] { halo, line })
        {
            canvas.DrawLine(centre.X - arm, centre.Y, centre.X + arm, centre.Y, paint);
            canvas.DrawLine(centre.X, centre.Y - arm, centre.X, centre.Y + arm, paint);
        }
    }

    private static SKBitmap Overlay(AttentionMap map, double highest)
    {
        var bitmap = new SKBitmap(new SKImageInfo(map.Width, map.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Pixels = Array.ConvertAll(map.Values, value => HeatColors.Overlay(highest > 0 ? value / highest : 0));
        return bitmap;
    }

    private SKPoint Place(SKRect place, double x, double y) => new(
        place.Left + (float)(x / samples.Frame.OriginalWidth * place.Width),
        place.Top + (float)(y / samples.Frame.OriginalHeight * place.Height));
}
