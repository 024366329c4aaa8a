using Dino.Data.Drawing;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Text in the embedded font.</summary>
internal static class CanvasText
{
    private const float LineSpacing = 1.35f;

    /// <summary>One line; (x, y) is the start of the baseline.</summary>
    public static void Write(this SKCanvas canvas, string text, float x, float y, float size, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = EmbeddedFont.Create(size);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Lines broken at spaces to fit a width; y is the first baseline.</summary>
    public static void WriteWrapped(this SKCanvas canvas, string text, float x, float y, float width, float size, SKColor color)
    {
        foreach (var line in Wrap(text, width, size))
        {
            canvas.Write(line, x, y, size, color);
            y += LineHeight(size);
        }
    }

    /// <summary>A small label on a filled ground, kept inside the clip; (x, y) is its wished bottom left corner.</summary>
    public static void WriteTag(this SKCanvas canvas, string text, float x, float y, float size, SKColor ground)
    {
        const float padding = 2;
        var (width, height) = (Measure(text, size) + (2 * padding), size + (2 * padding));
        var clip = canvas.LocalClipBounds;
        var left = Math.Clamp(x, clip.Left, Math.Max(clip.Left, clip.Right - width));
        var top = Math.Clamp(y - height, clip.Top, Math.Max(clip.Top, clip.Bottom - height));
        using var paint = new SKPaint { Color = ground.WithAlpha(225) };
        canvas.DrawRect(left, top, width, height, paint);
        canvas.Write(text, left + padding, top + size, size, TextOn(ground));
    }

    public static float Measure(string text, float size)
    {
        using var font = EmbeddedFont.Create(size);
        return font.MeasureText(text);
    }

    public static float LineHeight(float size) => size * LineSpacing;

    public static IReadOnlyList<string> Wrap(string text, float width, float size)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Measure(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>Black or white, whichever is read better on a ground.</summary>
    public static SKColor TextOn(SKColor ground)
        => (0.299 * ground.Red) + (0.587 * ground.Green) + (0.114 * ground.Blue) > 140 ? SKColors.Black : SKColors.White;
}
