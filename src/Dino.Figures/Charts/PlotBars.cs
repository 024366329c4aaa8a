using Dino.Figures.Drawing;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Bars in the house style.</summary>
internal static class PlotBars
{
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
            Add(plot, FigureTheme.Series(index), series.Index().Select(entry => new Bar
            {
                Position = entry.Index - (groupWidth / 2) + ((index + 0.5) * barWidth),
                Value = entry.Item ?? 0,
                Size = barWidth * 0.94,
                Label = entry.Item?.ToString(format) ?? "n/a",
            }));
        }

        plot.NameGroups(groups);
        plot.Axes.SetLimits(-0.6, groups.Count - 0.4, 0, highest > 0 ? highest * 1.15 : 1);
    }

    /// <summary>Shares of the bins of a histogram, one colour a series, side by side.</summary>
    /// <param name="shares">[series][bin], 0 to 1.</param>
    public static void AddHistogram(this Plot plot, IReadOnlyList<(IReadOnlyList<double> Shares, SKColor Color)> shares)
    {
        var barWidth = 0.9 / shares.Count;
        foreach (var (index, (series, color)) in shares.Index())
        {
            Add(plot, color, series.Index().Select(entry => new Bar
            {
                Position = entry.Index + 0.05 + ((index + 0.5) * barWidth),
                Value = entry.Item,
                Size = barWidth,
            }));
        }

        var highest = shares.SelectMany(series => series.Shares).DefaultIfEmpty(0).Max();
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.SetLimits(0, shares[0].Shares.Count, 0, highest > 0 ? highest * 1.1 : 1);
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = value => value.ToString("0%"), MinorTickGenerator = new NoMinorTicks() };
    }

    /// <summary>Horizontal bars, the first at the top, with a label at the end of each.</summary>
    public static void AddRankedBars(this Plot plot, IReadOnlyList<(string Name, double Value, string Label)> bars, SKColor color)
    {
        var plotted = Add(plot, color, bars.Index().Select(entry => new Bar
        {
            Position = bars.Count - 1 - entry.Index,
            Value = entry.Item.Value,
            Size = 0.7,
            Label = entry.Item.Label,
        }));
        plotted.Horizontal = true;
        plot.Axes.Left.TickGenerator = new NumericManual([.. bars.Index().Select(entry => new Tick(bars.Count - 1 - entry.Index, entry.Item.Name))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        var highest = bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max();
        plot.Axes.SetLimits(0, highest > 0 ? highest * 1.3 : 1, -0.6, Math.Max(1, bars.Count) - 0.4);
    }

    private static void NameGroups(this Plot plot, IReadOnlyList<string> groups)
    {
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. groups.Index().Select(group => new Tick(group.Index, group.Item))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = FigureTheme.TextSize;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 4;
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    private static ScottPlot.Plottables.BarPlot Add(Plot plot, SKColor color, IEnumerable<Bar> bars)
    {
        var plotted = plot.Add.Bars(bars.Select(bar =>
        {
            bar.FillColor = PlotFactory.Of(color);
            bar.LineWidth = 0;
            return bar;
        }).ToList());
        plotted.LabelsOnTop = true;
        plotted.ValueLabelStyle.FontSize = FigureTheme.SmallSize;
        plotted.ValueLabelStyle.ForeColor = PlotFactory.Of(FigureTheme.Ink);
        return plotted;
    }
}
