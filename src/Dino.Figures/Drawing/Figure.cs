using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>A picture of data: title, words for readers who do not see it, and how it is drawn.</summary>
public abstract class Figure
{
    public abstract string Title { get; }

    /// <summary>What the picture shows, in words and numbers from the data; also its alternative text.</summary>
    public abstract string Caption { get; }

    /// <summary>Canvas units; one unit is one pixel at scale 1.</summary>
    public abstract SKSizeI Size { get; }

    /// <summary>True for line art, which is also written as SVG; false where photographs are shown.</summary>
    public virtual bool IsVector => true;

    /// <summary>Draws on a canvas of <see cref="Size"/>.</summary>
    public abstract void Draw(SKCanvas canvas);
}
