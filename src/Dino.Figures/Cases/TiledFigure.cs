using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Cases;

/// <summary>Pictures in a grid under a title, a legend and a line that says how they were chosen.</summary>
public abstract class TiledFigure : Figure
{
    private const int TileWidth = 480;
    private const int Gap = 16;
    private const int Header = 88;
    private const double TallestTile = 1.2;

    public override SKSizeI Size
    {
        get
        {
            var rows = Math.Max(1, (Count + Columns - 1) / Columns);
            return new SKSizeI(Gap + (Columns * (TileWidth + Gap)), Header + (rows * (TileHeight + Gap)));
        }
    }

    public override bool IsVector => false;

    protected virtual int Columns => 2;

    protected abstract int Count { get; }

    /// <summary>Height over width of the tallest picture shown.</summary>
    protected abstract double PictureAspect { get; }

    /// <summary>The line under the title.</summary>
    protected abstract string Rule { get; }

    private protected abstract IReadOnlyList<OutcomeStyle> Legend { get; }

    private int TileHeight => (int)(TileWidth * Math.Min(PictureAspect, TallestTile)) + PictureTile.CaptionHeight;

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, Gap, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        canvas.Write(Rule, Gap, 50, FigureTheme.SmallSize + 1, FigureTheme.Quiet);
        DrawLegend(canvas);
        for (var index = 0; index < Count; index++)
        {
            var (row, column) = Math.DivRem(index, Columns);
            var (picture, caption, boxes) = Tile(index);
            var place = SKRect.Create(Gap + (column * (TileWidth + Gap)), Header + (row * (TileHeight + Gap)), TileWidth, TileHeight);
            new PictureTile(canvas, place, picture).Draw(caption, boxes);
        }
    }

    private protected abstract (RgbImage Picture, string Caption, Action<PictureTile> Boxes) Tile(int index);

    private void DrawLegend(SKCanvas canvas)
    {
        float x = Gap;
        foreach (var style in Legend)
        {
            var name = style.Name;
            using var ground = new SKPaint { Color = new SKColor(0x70, 0x70, 0x70) };
            canvas.DrawRect(x, 62, 30, 18, ground);
            style.DrawBox(canvas, new SKRect(x + 4, 65, x + 26, 77), 2);
            canvas.Write(name, x + 36, 76, FigureTheme.TextSize, FigureTheme.Ink);
            x += 36 + CanvasText.Measure(name, FigureTheme.TextSize) + 20;
        }
    }
}
