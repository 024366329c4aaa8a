using Dino.Figures.Drawing;
using ScottPlot;
using ScottPlot.TickGenerators;
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
        plot.HideLegend();
        return plot;
    }

    /// <summary>Groups of bars, one colour a series; a value is written over each bar and "n/a" where it is null.</summary>
    /// <param name="values">[series][group].</param>
    /// <param name="format">Of the written values.</param>
    public static void AddGroupedBars(this Plot plot, IReadOnlyList<string> groups, IReadOnlyList<IReadOnlyList<double?>> values, string format)
    {
        const double groupWidth = 0.8;
        var barWidth = groupWidth / values.Count;
        var highest = values.SelectMany(series => series).Max() ?? 0;
        foreach (var (index, series) in values.Index())
        {
            var bars = series.Index().Select(entry => new Bar
            {
                Position = entry.Index - (groupWidth / 2) + ((index + 0.5) * barWidth),
                Value = entry.Item ?? 0,
                Size = barWidth * 0.94,
                FillColor = Of(FigureTheme.Series(index)),
                LineWidth = 0,
                Label = entry.Item?.ToString(format) ?? "n/a",
            });
            var plotted = plot.Add.Bars(bars.ToList());
            plotted.LabelsOnTop = true;
            plotted.ValueLabelStyle.FontSize = FigureTheme.SmallSize;
            plotted.ValueLabelStyle.ForeColor = Of(FigureTheme.Ink);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. groups.Index().Select(group => new Tick(group.Index, group.Item))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = FigureTheme.TextSize;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(-0.6, groups.Count - 0.4, 0, highest > 0 ? highest * 1.15 : 1);
    }

    /// <summary>A line with a marker at each point; NaN and null leave gaps out.</summary>
    public static void AddCurve(this Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> y, SKColor color, bool dashed = false)
    {
        var known = Enumerable.Range(0, x.Count).Where(i => double.IsFinite(y[i])).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        var line = plot.Add.Scatter([.. known.Select(i => x[i])], known.Select(i => y[i]).ToArray(), Of(color));
        line.LineWidth = 2;
        line.MarkerSize = dashed ? 0 : 5;
        line.LinePattern = dashed ? LinePattern.Dashed : LinePattern.Solid;
    }

    /// <summary>A legend to the right of the plot; none without entries.</summary>
    public static void AddLegend(this Plot plot, IEnumerable<(string Name, SKColor Color, bool Dashed)> entries)
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
