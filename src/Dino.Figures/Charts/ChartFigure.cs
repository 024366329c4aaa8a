using Dino.Figures.Drawing;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Plots side by side under one title, with one legend for all.</summary>
public abstract class ChartFigure : Figure
{
    private const int PanelWidth = 560;
    private const int PanelHeight = 350;
    private const int Header = 64;

    private IReadOnlyList<Plot>? _panels;

    public override SKSizeI Size => new(Columns * PanelWidth, Header + ((Panels.Count + Columns - 1) / Columns * PanelHeight));

    /// <summary>Row by row.</summary>
    internal IReadOnlyList<Plot> Panels => _panels ??= Build();

    /// <summary>Names of the colours, shown once under the title.</summary>
    protected abstract IReadOnlyList<(string Name, SKColor Color)> Legend { get; }

    protected virtual int Columns => 2;

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, 16, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        DrawLegend(canvas);
        foreach (var (index, plot) in Panels.Index())
        {
            var (row, column) = Math.DivRem(index, Columns);
            var (left, top) = (column * PanelWidth, Header + (row * PanelHeight));
            // A plot clears its canvas first; the clip keeps that to the panel.
            canvas.Save();
            canvas.ClipRect(SKRect.Create(left, top, PanelWidth, PanelHeight));
            plot.Render(canvas, new PixelRect(left, left + PanelWidth, top + PanelHeight, top));
            canvas.Restore();
        }
    }

    protected abstract IReadOnlyList<Plot> Build();

    private void DrawLegend(SKCanvas canvas)
    {
        float x = 16;
        foreach (var (name, color) in Legend)
        {
            using var paint = new SKPaint { Color = color, IsAntialias = true };
            canvas.DrawRoundRect(new SKRect(x, 41, x + 22, 53), 2, 2, paint);
            canvas.Write(name, x + 28, 52, FigureTheme.TextSize, FigureTheme.Ink);
            x += 28 + CanvasText.Measure(name, FigureTheme.TextSize) + 22;
        }
    }
}
