using Dino.Core.Coco;
using Dino.Data.Coco;
using SkiaSharp;

namespace Dino.Data.Drawing;

/// <summary>Draws boxes on a canvas that shows an image at some scale.</summary>
internal sealed class AnnotationPainter : IDisposable
{
    private const float LabelSize = 12;
    private const float Padding = 2;

    private readonly IReadOnlyDictionary<int, string> _names;
    private readonly SKPaint _outline = new() { IsStroke = true, IsAntialias = true, StrokeWidth = 2 };
    private readonly SKPaint _halo = new() { IsStroke = true, IsAntialias = true, StrokeWidth = 4, Color = SKColors.Black.WithAlpha(110) };
    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly SKPathEffect _dashes = SKPathEffect.CreateDash([7, 5], phase: 0);
    private readonly SKFont _font = EmbeddedFont.Create(LabelSize);

    /// <param name="names">Of <see cref="NamesOf"/>, once for all images of a dataset, which may have many categories.</param>
    public AnnotationPainter(IReadOnlyDictionary<int, string> names) => _names = names;

    /// <summary>Names by id; of a repeated id the first.</summary>
    public static IReadOnlyDictionary<int, string> NamesOf(IEnumerable<CocoCategory> categories)
        => categories.DistinctBy(category => category.Id).ToDictionary(category => category.Id, category => category.Name);

    /// <param name="scale">Canvas pixels per image pixel.</param>
    /// <param name="labels">Whether to write category (where there are several) and annotation id at the box.</param>
    public void Draw(SKCanvas canvas, IReadOnlyList<CocoAnnotation> annotations, float scale, bool labels)
    {
        // Labels lie under all boxes: in a crowd they would hide them.
        foreach (var annotation in labels ? annotations : [])
        {
            DrawLabel(canvas, Label(annotation), Scale(annotation.Box, scale), CategoryColors.For(annotation.CategoryId));
        }

        foreach (var annotation in annotations)
        {
            _outline.Color = CategoryColors.For(annotation.CategoryId);
            _outline.PathEffect = annotation.IsCrowd || annotation.Ignore ? _dashes : null;
            canvas.DrawRect(Scale(annotation.Box, scale), _halo);
            canvas.DrawRect(Scale(annotation.Box, scale), _outline);
        }
    }

    public void Dispose()
    {
        _outline.Dispose();
        _halo.Dispose();
        _fill.Dispose();
        _dashes.Dispose();
        _font.Dispose();
    }

    private string Label(CocoAnnotation annotation)
    {
        var name = _names.Count == 1 && _names.ContainsKey(annotation.CategoryId)
            ? ""
            : _names.GetValueOrDefault(annotation.CategoryId, $"category {annotation.CategoryId}") + " ";
        return $"{name}{annotation.Id}{(annotation.IsCrowd ? " crowd" : "")}{(annotation.Ignore ? " ignore" : "")}";
    }

    private static SKRect Scale(BoxXyWh box, float scale)
        => SKRect.Create((float)box.X * scale, (float)box.Y * scale, (float)box.Width * scale, (float)box.Height * scale);

    private void DrawLabel(SKCanvas canvas, string text, SKRect box, SKColor color)
    {
        var width = _font.MeasureText(text) + (2 * Padding);
        var height = LabelSize + (2 * Padding);
        var clip = canvas.LocalClipBounds;
        var left = Math.Clamp(box.Left, clip.Left, Math.Max(clip.Left, clip.Right - width));
        var top = Math.Clamp(box.Top - height, clip.Top, Math.Max(clip.Top, clip.Bottom - height));
        _fill.Color = color.WithAlpha(220);
        canvas.DrawRect(left, top, width, height, _fill);
        _fill.Color = SKColors.Black;
        canvas.DrawText(text, left + Padding, top + LabelSize, _font, _fill);
    }
}

/// <summary>DejaVu Sans from this assembly, so that pictures have the same text on machines without any font installed.</summary>
public static class EmbeddedFont
{
    private static readonly Lazy<SKTypeface> LazyTypeface = new(static () =>
    {
        using var stream = Open();
        return SKTypeface.FromStream(stream);
    });

    /// <summary>Shared by all; not to be disposed.</summary>
    public static SKTypeface Typeface => LazyTypeface.Value;

    /// <summary>A font of <paramref name="size"/> pixels an em; the caller disposes it.</summary>
    public static SKFont Create(float size) => new(Typeface, size) { Edging = SKFontEdging.Antialias };

    /// <summary>The TrueType file, for libraries that load fonts themselves; the caller disposes it.</summary>
    public static Stream Open() => typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
}

/// <summary>How large a picture is drawn that labels are written on.</summary>
public static class PictureScale
{
    /// <summary>Small pictures are enlarged to this, in pixels, so that labels are readable.</summary>
    public const int ShortSide = 720;

    /// <summary>Enlarging ends here, in pixels: a strip of 20000x1 would else become 14,400,000 pixels wide.</summary>
    private const int LongestEnlarged = 4096;

    /// <summary>Pixels; JPEG's own limit is 65535.</summary>
    private const int Longest = 32_768;

    /// <summary>Factor and size of the drawn picture; at least one pixel high and wide.</summary>
    public static (float Scale, int Width, int Height) Of(int width, int height, int shortSide = ShortSide)
    {
        var (low, high) = (Math.Min(width, height), Math.Max(width, height));
        var enlarged = Math.Max(1, Math.Min((float)shortSide / low, (float)LongestEnlarged / high));
        var scale = Math.Min(enlarged, (float)Longest / high);
        return (scale, Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }
}
