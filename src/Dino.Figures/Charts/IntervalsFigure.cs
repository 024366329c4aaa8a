using Dino.Evaluation;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>The twelve COCO numbers with their bootstrap intervals, and the paired differences where the last evaluation was compared with another.</summary>
/// <param name="evaluations">One or more with intervals, on the same images.</param>
public sealed class IntervalsFigure(IReadOnlyList<EvaluationStatistics> evaluations) : ChartFigure
{
    private const double Spread = 0.36;
    private const float WhiskerWidth = 1.5f;

    public override string Title => "COCO numbers with bootstrap intervals";

    public override string Caption
    {
        get
        {
            var report = evaluations[^1].Report;
            var bootstrap = report.Bootstrap!;
            var text = $"Points: the numbers on the {report.Images} images. Lines: {bootstrap.Confidence:0%} intervals over {bootstrap.Resamples} resamples of the images; other images of the same kind would give numbers in this range.";
            return Changes is [var change, ..]
                ? $"{text} Right: paired differences, both models on the same resampled images. AP changes by {change.Difference:+0.000;-0.000;0.000} ({change.Low:+0.000;-0.000;0.000} to {change.High:+0.000;-0.000;0.000}); {change.ProbabilityOfRegression:0.0%} of the resamples are worse."
                : text;
        }
    }

    private IReadOnlyList<StatDifference> Changes => evaluations[^1].Report.Comparison;

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend
        => [.. evaluations.Index().Select(entry => (entry.Item.Name, FigureTheme.Series(entry.Index))), .. Changes.Count > 0 ? new[] { ("difference", FigureTheme.Ink) } : []];

    protected override IReadOnlyList<Plot> Build() => Changes.Count > 0 ? [Values(), Differences()] : [Values()];

    private static void AddWhisker(Plot plot, double x, double value, double low, double high, SKColor color)
    {
        var line = plot.Add.Line(x, low, x, high);
        (line.LineColor, line.LineWidth) = (PlotFactory.Of(color), WhiskerWidth);
        plot.Add.Marker(x, value, MarkerShape.FilledCircle, 7, PlotFactory.Of(color));
    }

    private Plot New(string title, string yLabel)
    {
        var plot = PlotFactory.New(title, "", yLabel);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. CocoStatistics.Names.Index().Select(name => new Tick(name.Index, name.Item))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickLabelStyle.FontSize = FigureTheme.SmallSize;
        plot.Grid.XAxisStyle.IsVisible = false;
        return plot;
    }

    private Plot Values()
    {
        var plot = New("Numbers", "AP, AR");
        foreach (var (index, evaluation) in evaluations.Index())
        {
            var offset = ((index + 0.5) / evaluations.Count * Spread) - (Spread / 2);
            foreach (var (stat, interval) in evaluation.Report.Intervals.Index().Where(entry => entry.Item.Value >= 0))
            {
                AddWhisker(plot, stat + offset, interval.Value, interval.Low, interval.High, FigureTheme.Series(index));
            }
        }

        plot.Axes.SetLimits(-0.6, CocoStatistics.Names.Length - 0.4, 0, 1.04);
        return plot;
    }

    private Plot Differences()
    {
        var plot = New($"Difference, {evaluations[^1].Name} less {evaluations[0].Name}", "difference");
        var zero = plot.Add.HorizontalLine(0);
        (zero.LineColor, zero.LineWidth) = (PlotFactory.Of(FigureTheme.Quiet), 1);
        var known = Changes.Index().Where(entry => entry.Item.Resamples > 0).ToArray();
        foreach (var (stat, change) in known)
        {
            AddWhisker(plot, stat, change.Difference, change.Low, change.High, FigureTheme.Ink);
        }

        // No change is always in sight.
        var (lowest, highest) = (known.Select(entry => entry.Item.Low).Append(-0.02).Min(), known.Select(entry => entry.Item.High).Append(0.02).Max());
        var margin = 0.08 * (highest - lowest);
        plot.Axes.SetLimits(-0.6, CocoStatistics.Names.Length - 0.4, lowest - margin, highest + margin);
        return plot;
    }
}
