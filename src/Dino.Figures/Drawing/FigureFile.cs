using Dino.Core;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>A figure on disk.</summary>
/// <param name="PngPath">The picture.</param>
/// <param name="SvgPath">The same as vectors; null where the figure shows photographs.</param>
public sealed record FigureFile(string Title, string Caption, string PngPath, string? SvgPath)
{
    /// <summary>Line art has this many pixels per unit, so that it stays sharp when zoomed or printed.</summary>
    private const int VectorScale = 2;

    /// <summary>Writes <c>name.png</c>, and <c>name.svg</c> for line art, into a folder.</summary>
    public static FigureFile Save(Figure figure, string folder, string name)
    {
        var png = Path.Combine(folder, name + ".png");
        using (var bitmap = Render(figure))
        using (var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100))
        {
            AtomicFile.Write(png, data.SaveTo);
        }

        if (!figure.IsVector)
        {
            return new FigureFile(figure.Title, figure.Caption, png, SvgPath: null);
        }

        var svg = Path.Combine(folder, name + ".svg");
        AtomicFile.WriteText(svg, SvgText.Of(figure));
        return new FigureFile(figure.Title, figure.Caption, png, svg);
    }

    /// <summary>The figure as pixels; the caller disposes it.</summary>
    internal static SKBitmap Render(Figure figure)
    {
        var scale = figure.IsVector ? VectorScale : 1;
        var bitmap = new SKBitmap(new SKImageInfo(figure.Size.Width * scale, figure.Size.Height * scale, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(FigureTheme.Paper);
        canvas.Scale(scale);
        figure.Draw(canvas);
        return bitmap;
    }
}
