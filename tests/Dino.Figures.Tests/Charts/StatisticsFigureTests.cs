using Dino.Evaluation;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.Plottables;

namespace Dino.Figures.Tests.Charts;

public sealed class StatisticsFigureTests
{
    private static readonly EvaluationStatistics[] Both = [Samples.PretrainedStatistics, Samples.FineTunedStatistics];

    [Fact]
    public void PrecisionRecall_TwoEvaluations_HaveACurveForEachThresholdAndSize()
    {
        var figure = new PrecisionRecallFigure(Both);

        Assert.Equal(
            ["By IoU threshold, pretrained", "By IoU threshold, fine-tuned", "By object size at IoU 0.50, pretrained", "By object size at IoU 0.50, fine-tuned"],
            figure.Panels.Select(panel => panel.Axes.Title.Label.Text));
        // The objects are small (800) and medium (1600).
        Assert.Equal([10, 10, 2, 2], figure.Panels.Select(panel => panel.GetPlottables<Scatter>().Count()));
        Assert.Equal(Samples.FineTunedStatistics.Report.PrecisionRecall[5].Precision, Points(figure.Panels[1], 5).Select(point => point.Y));
        var marker = Assert.Single(figure.Panels[1].GetPlottables<Marker>());
        Assert.Equal((2 / 3.0, 1.0), (marker.X, marker.Y));
        Assert.Contains("at IoU 0.50 and 0.75: pretrained 0.33 and 0.33; fine-tuned 0.66 and 0.66.", figure.Caption, StringComparison.Ordinal);
        Assert.Contains("Best F1 at IoU 0.50, fine-tuned: 0.800 with scores from 0.700", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void SizeCurve_BinsWithObjects_AreDrawnWithTheirNumber()
    {
        var figure = new SizeCurveFigure(Both);

        // Ticks are made when a plot is rendered.
        FigureFile.Render(figure).Dispose();
        Assert.Equal(2, figure.Panels.Count);
        var ticks = Assert.IsType<ScottPlot.TickGenerators.NumericManual>(figure.Panels[0].Axes.Bottom.TickGenerator);
        Assert.Equal(["24-32\nn=2", "32-48\nn=1"], ticks.Ticks.Select(tick => tick.Label));
        Assert.Equal(Expected(0, bin => bin.AP), Points(figure.Panels[0], 0).Select(point => point.Y));
        Assert.Equal(Expected(1, bin => bin.AR100), Points(figure.Panels[1], 1).Select(point => point.Y));
        Assert.Contains("fine-tuned: best at 32-48 pixels (AP 1.000)", figure.Caption, StringComparison.Ordinal);

        static IEnumerable<double> Expected(int evaluation, Func<SizeBin, double> value) => Both[evaluation].Report.Sizes.Where(bin => bin.Objects > 0).Select(value);
    }

    [Fact]
    public void Errors_TwoEvaluations_HaveABarForEachKind()
    {
        var figure = new ErrorBreakdownFigure(Both);

        Assert.Equal([0, 0, 0, 0, 1, 2], Values(figure.Panels[1], 0));
        Assert.Equal([0, 0, 0, 1, 0, 1], Values(figure.Panels[1], 1));
        Assert.Equal(Samples.FineTunedStatistics.Report.Errors.Errors.Select(share => share.DeltaApPoints), Values(figure.Panels[0], 1));
        Assert.Contains("missed costs most", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_ComparedEvaluations_HaveNumbersAndDifferences()
    {
        var figure = new IntervalsFigure(Both);

        // Nothing is large, so that two of twelve numbers are not drawn.
        Assert.Equal([2 * 10, 12], figure.Panels.Select(panel => panel.GetPlottables<Marker>().Count()));
        Assert.Equal(Enumerable.Repeat((0.11, 0.26), 12), figure.Panels[1].GetPlottables<LinePlot>().Select(line => (line.Start.Y, line.End.Y)));
        Assert.Contains("AP changes by +0.180 (+0.110 to +0.260); 0.1% of the resamples are worse.", figure.Caption, StringComparison.Ordinal);
        Assert.Single(new IntervalsFigure([Samples.PretrainedStatistics]).Panels);
    }

    [Fact]
    public void NothingToMeasure_EveryFigure_IsDrawn()
    {
        var report = Samples.PretrainedStatistics.Report;
        var nothing = new EvaluationStatistics("empty", report with
        {
            BestF1 = null,
            PrecisionRecall = [],
            PrecisionRecallBySize = [],
            Sizes = [.. report.Sizes.Select(bin => bin with { Objects = 0, AP = -1, AP50 = -1, AR100 = -1 })],
            Errors = new ErrorBreakdown(-1, [.. report.Errors.Errors.Select(share => share with { Count = 0, DeltaApPoints = 0 })]),
            Intervals = [.. report.Intervals.Select(interval => interval with { Value = -1, Low = -1, High = -1, Resamples = 0 })],
        });

        Assert.All<Figure>(
            [new PrecisionRecallFigure([nothing]), new SizeCurveFigure([nothing]), new ErrorBreakdownFigure([nothing]), new IntervalsFigure([nothing])],
            figure =>
            {
                using var bitmap = FigureFile.Render(figure);
                Assert.True(bitmap.Width > 0);
                Assert.NotEmpty(figure.Caption);
            });
    }

    private static IEnumerable<double> Values(Plot panel, int series) => panel.GetPlottables<BarPlot>().ElementAt(series).Bars.Select(bar => bar.Value);

    private static IEnumerable<(double X, double Y)> Points(Plot panel, int series)
        => panel.GetPlottables<Scatter>().ElementAt(series).Data.GetScatterPoints().Select(point => (point.X, point.Y));
}
