using Dino.Figures.Drawing;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Plots side by side under one title, with one legend for all.</summary>
public abstract class ChartFigure : Figure
{
    /// <summary>White around each plot, so that neighbours do not touch.</summary>
    private const int Margin = 8;

    private IReadOnlyList<Plot>? _panels;

    public override SKSizeI Size => new(Columns * PanelSize.Width, Header + ((Panels.Count + Columns - 1) / Columns * PanelSize.Height));

    /// <summary>Row by row.</summary>
    internal IReadOnlyList<Plot> Panels => _panels ??= Build();

    /// <summary>Names of the colours, shown once under the title.</summary>
    protected abstract IReadOnlyList<(string Name, SKColor Color)> Legend { get; }

    protected virtual int Columns => 2;

    protected virtual SKSizeI PanelSize => new(640, 380);

    private int Header => Legend.Count > 0 ? 64 : 44;

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, 16, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        DrawLegend(canvas);
        foreach (var (index, plot) in Panels.Index())
        {
            var (row, column) = Math.DivRem(index, Columns);
            var place = SKRect.Create(column * PanelSize.Width, Header + (row * PanelSize.Height), PanelSize.Width, PanelSize.Height);
            place.Inflate(-Margin, -Margin);
            // A plot clears its canvas first; the clip keeps that to the panel.
            canvas.Save();
            canvas.ClipRect(place);
            plot.Render(canvas, new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
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
