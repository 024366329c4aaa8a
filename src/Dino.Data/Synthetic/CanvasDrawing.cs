using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic;

/// <summary>Filled, anti-aliased shapes in the canvas's current units.</summary>
internal static class CanvasDrawing
{
    public static void FillPolygon(this SKCanvas canvas, SKColor color, params ReadOnlySpan<SKPoint> corners)
    {
        using var path = new SKPath();
        path.MoveTo(corners[0]);
        foreach (var corner in corners[1..])
        {
            path.LineTo(corner);
        }

        path.Close();
        canvas.FillPath(color, path);
    }

    public static void FillPath(this SKCanvas canvas, SKColor color, SKPath path)
    {
        using var paint = Fill(color);
        canvas.DrawPath(path, paint);
    }

    public static void FillRectangle(this SKCanvas canvas, SKColor color, float left, float bottom, float right, float top, float radius = 0)
    {
        using var paint = Fill(color);
        canvas.DrawRoundRect(new SKRect(Math.Min(left, right), Math.Min(bottom, top), Math.Max(left, right), Math.Max(bottom, top)), radius, radius, paint);
    }

    public static void FillEllipse(this SKCanvas canvas, SKColor color, float x, float y, float radiusX, float radiusY)
    {
        using var paint = Fill(color);
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    public static void Line(this SKCanvas canvas, SKColor color, float width, params ReadOnlySpan<SKPoint> points)
    {
        using var path = new SKPath();
        path.MoveTo(points[0]);
        foreach (var point in points[1..])
        {
            path.LineTo(point);
        }

        using var paint = Stroke(color, width);
        canvas.DrawPath(path, paint);
    }

    public static void Ring(this SKCanvas canvas, SKColor color, float width, float x, float y, float radius)
    {
        using var paint = Stroke(color, width);
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>A limb: two discs and the trapezoid between them.</summary>
    public static void Limb(this SKCanvas canvas, SKColor color, SKPoint from, float fromRadius, SKPoint to, float toRadius)
    {
        var along = to - from;
        var length = along.Length;
        canvas.FillEllipse(color, from.X, from.Y, fromRadius, fromRadius);
        canvas.FillEllipse(color, to.X, to.Y, toRadius, toRadius);
        if (length <= 0)
        {
            return;
        }

        var across = new SKPoint(-along.Y / length, along.X / length);
        canvas.FillPolygon(color, Offset(from, across, fromRadius), Offset(to, across, toRadius), Offset(to, across, -toRadius), Offset(from, across, -fromRadius));
    }

    /// <summary>The colour times a brightness factor; alpha is kept.</summary>
    public static SKColor Scaled(this SKColor color, double factor) => new(
        Channel(color.Red * factor), Channel(color.Green * factor), Channel(color.Blue * factor), color.Alpha);

    /// <summary>The colour mixed with <paramref name="other"/>: 0 keeps it, 1 replaces it.</summary>
    public static SKColor Mixed(this SKColor color, SKColor other, double share) => new(
        Channel(color.Red + ((other.Red - color.Red) * share)),
        Channel(color.Green + ((other.Green - color.Green) * share)),
        Channel(color.Blue + ((other.Blue - color.Blue) * share)),
        color.Alpha);

    private static byte Channel(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static SKPoint Offset(SKPoint point, SKPoint direction, float distance)
        => new(point.X + (direction.X * distance), point.Y + (direction.Y * distance));

    private static SKPaint Fill(SKColor color) => new() { Color = color, IsAntialias = true, Style = SKPaintStyle.Fill };

    private static SKPaint Stroke(SKColor color, float width) => new()
    {
        Color = color,
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = width,
        StrokeCap = SKStrokeCap.Round,
        StrokeJoin = SKStrokeJoin.Round,
    };
}

/// <summary>Random choices from a stream.</summary>
internal static class Draws
{
    public static bool Chance(this SplitMix64 stream, double probability) => stream.NextDouble() < probability;

    public static float NextSingle(this SplitMix64 stream, double low, double high) => (float)stream.NextDouble(low, high);

    public static T Pick<T>(this SplitMix64 stream, ReadOnlySpan<T> items) => items[stream.NextInt32(0, items.Length - 1)];

    /// <summary>Uniform in the logarithm: as many draws in [a, 2a] as in [2a, 4a].</summary>
    public static double NextLogUniform(this SplitMix64 stream, double low, double high)
        => low * Math.Pow(high / low, stream.NextDouble());

    /// <summary>A colour of uniform hue, saturation and value in the given ranges (hue in degrees, the others in percent).</summary>
    public static SKColor NextHsv(
        this SplitMix64 stream, (double Low, double High) hue, (double Low, double High) saturation, (double Low, double High) value)
        => SKColor.FromHsv(
            stream.NextSingle(hue.Low, hue.High) % 360, stream.NextSingle(saturation.Low, saturation.High), stream.NextSingle(value.Low, value.High));
}
