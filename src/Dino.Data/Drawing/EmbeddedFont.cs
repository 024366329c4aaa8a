using SkiaSharp;

namespace Dino.Data.Drawing;

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
    public static SKFont OfSize(float size) => new(Typeface, size) { Edging = SKFontEdging.Antialias };

    /// <summary>The TrueType file, for libraries that load fonts themselves; the caller disposes it.</summary>
    public static Stream Open() => typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
}
