using Dino.Figures.Drawing;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Plots in the house style: no frame on top and right, light horizontal grid, embedded font.</summary>
internal static class PlotFactory
{
    public static Plot New(string title, string xLabel, string yLabel)
    {
        EmbeddedFontResolver.Register();
        var plot = new Plot();
        plot.FigureBackground.Color = Of(FigureTheme.Paper);
        plot.DataBackground.Color = Of(FigureTheme.Paper);
        plot.Axes.Color(Of(FigureTheme.Ink));
        plot.Grid.MajorLineColor = Of(FigureTheme.Grid);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Title(title, FigureTheme.TextSize + 1);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(xLabel, FigureTheme.TextSize);
        plot.YLabel(yLabel, FigureTheme.TextSize);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { MinorTickGenerator = new NoMinorTicks() };
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { MinorTickGenerator = new NoMinorTicks() };
        plot.HideLegend();
        return plot;
    }

    /// <summary>A line with a marker at each point; NaN and null leave gaps out.</summary>
    /// <param name="width">Of the line; a wide one drawn first is seen under another that covers it.</param>
    /// <param name="steps">The value holds until the next point.</param>
    public static void AddCurve(this Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> y, SKColor color, bool dashed = false, float width = 2, bool steps = false)
    {
        var known = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(y[i])).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        var line = plot.Add.Scatter([.. known.Select(i => x[i])], known.Select(i => y[i]).ToArray(), Of(color));
        line.LineWidth = width;
        line.ConnectStyle = steps ? ConnectStyle.StepHorizontal : ConnectStyle.Straight;
        line.MarkerSize = dashed ? 0 : 3 + width;
        line.LinePattern = dashed ? LinePattern.Dashed : LinePattern.Solid;
    }

    /// <summary>A legend to the right of the plot; none without entries.</summary>
    /// <param name="circle">Words for an open circle in <see cref="FigureTheme.Vermilion"/>, last; null for none.</param>
    public static void AddLegend(this Plot plot, IEnumerable<(string Name, SKColor Color, bool Dashed)> entries, string? circle = null)
    {
        foreach (var (name, color, dashed) in entries)
        {
            plot.Legend.ManualItems.Add(new LegendItem
            {
                LabelText = name,
                LineColor = Of(color),
                LineWidth = 2,
                LinePattern = dashed ? LinePattern.Dashed : LinePattern.Solid,
            });
        }

        if (circle is not null)
        {
            plot.Legend.ManualItems.Add(new LegendItem
            {
                LabelText = circle,
                MarkerStyle = new MarkerStyle(MarkerShape.OpenCircle, 11) { LineColor = Of(FigureTheme.Vermilion), LineWidth = 2 },
            });
        }

        if (plot.Legend.ManualItems.Count > 0)
        {
            plot.Legend.FontSize = FigureTheme.SmallSize;
            plot.Legend.SymbolWidth = 34;
            plot.Legend.OutlineWidth = 0;
            plot.Legend.ShadowColor = Colors.Transparent;
            plot.ShowLegend(Edge.Right);
        }
    }

    public static Color Of(SKColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);
}
