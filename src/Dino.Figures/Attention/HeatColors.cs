using Dino.Figures.Drawing;
using ScottPlot.Colormaps;
using SkiaSharp;

namespace Dino.Figures.Attention;

/// <summary>Colours for values from 0 to 1: dark and transparent to bright and opaque, rising in lightness (matplotlib's inferno).</summary>
internal static class HeatColors
{
    private const int Steps = 256;
    private const double MostOpaque = 0.85;

    private static readonly SKColor[] Opaque = [.. Enumerable.Range(0, Steps).Select(step =>
    {
        var color = new Inferno().GetColor(step / (Steps - 1.0));
        return new SKColor(color.Red, color.Green, color.Blue);
    })];

    public static SKColor Of(double value) => Opaque[Step(value)];

    /// <summary>For laying over a picture: nothing at 0, soon visible above it.</summary>
    public static SKColor Overlay(double value) => Opaque[Step(value)].WithAlpha((byte)(255 * MostOpaque * Math.Sqrt(Math.Clamp(value, 0, 1))));

    /// <summary>A bar of the colours between the words for its ends.</summary>
    public static void DrawScale(SKCanvas canvas, float x, float y, string low, string high)
    {
        canvas.Write(low, x, y + 11, FigureTheme.SmallSize, FigureTheme.Quiet);
        for (var step = 0; step < 120; step++)
        {
            using var paint = new SKPaint { Color = Of(step / 119.0) };
            canvas.DrawRect(x + 14 + step, y, 1.5f, 12, paint);
        }

        canvas.Write(high, x + 142, y + 11, FigureTheme.SmallSize, FigureTheme.Quiet);
    }

    private static int Step(double value) => (int)Math.Round(Math.Clamp(value, 0, 1) * (Steps - 1));
}
