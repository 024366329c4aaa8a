using Dino.Evaluation;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Where AP50 is lost, after TIDE: points that correcting one kind of error would give, and how many errors there are.</summary>
/// <param name="evaluations">One or more on the same images.</param>
public sealed class ErrorBreakdownFigure(IReadOnlyList<EvaluationStatistics> evaluations) : ChartFigure
{
    private static readonly ErrorKind[] Kinds = Enum.GetValues<ErrorKind>();

    public override string Title => "Error breakdown";

    public override string Caption
        => "Left: points of AP50 (of 100) that would be gained with all errors of one kind corrected and no other, after TIDE (arXiv 2008.08115); the kinds hide each other and do not add up. "
            + "Right: how many there are at any score, the many low scores that no threshold would let pass included; missed are objects that no detection would find with its class or place corrected. " + string.Join(" ", evaluations.Select(Largest));

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend
        => [.. evaluations.Index().Select(entry => (entry.Item.Name, FigureTheme.Series(entry.Index)))];

    protected override IReadOnlyList<Plot> Build() =>
    [
        Panel("Cost", "AP50 points", share => share.DeltaApPoints, "0.0"),
        Panel("Number", "detections; objects for missed", share => share.Count, "0"),
    ];

    private static string Name(ErrorKind kind) => kind.ToString().ToLowerInvariant();

    private static string Largest(EvaluationStatistics evaluation)
    {
        var errors = evaluation.Report.Errors;
        var largest = errors.Errors.MaxBy(share => share.DeltaApPoints)!;
        return errors.AP50 < 0 ? $"{evaluation.Name}: nothing to measure."
            : largest.DeltaApPoints <= 0 ? $"{evaluation.Name}: AP50 {errors.AP50:0.000}; no kind of error costs anything."
            : $"{evaluation.Name}: AP50 {errors.AP50:0.000}; {Name(largest.Kind)} costs most, {largest.DeltaApPoints:0.0} points.";
    }

    private Plot Panel(string title, string yLabel, Func<ErrorShare, double> value, string format)
    {
        var plot = PlotFactory.New(title, "", yLabel);
        plot.AddGroupedBars(
            [.. Kinds.Select(Name)],
            [.. evaluations.Select(evaluation => (IReadOnlyList<double?>)[.. Kinds.Select(kind => (double?)value(evaluation.Report.Errors.Errors.First(share => share.Kind == kind)))])],
            format);
        plot.Axes.Bottom.TickLabelStyle.FontSize = FigureTheme.SmallSize;
        plot.Axes.Left.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinorTickGenerator = new NoMinorTicks() };
        return plot;
    }
}
