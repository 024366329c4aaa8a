using Dino.Figures.Cases;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Scores of right and wrong detections, and how far a score can be read as a probability.</summary>
/// <param name="evaluations">Name and detections judged from <see cref="LeastScore"/> on; one or two.</param>
public sealed class ConfidenceFigure(IReadOnlyList<(string Name, IReadOnlyList<DetectionCase> Cases)> evaluations) : ChartFigure
{
    /// <summary>Below it lie the hundreds of queries that found nothing.</summary>
    public const double LeastScore = 0.05;

    private readonly Calibration[] _calibrations = [.. evaluations.Select(evaluation => Calibration.Of(evaluation.Cases))];

    public override string Title => "Scores and calibration";

    public override string Caption
        => $"Above, detections with a score of at least {LeastScore:0.##} by score: those that match an object at IoU {CaseJudge.LeastIou:0.##}, and the others; the axis is logarithmic, for the many low scores would hide the few high ones. "
            + "Below, the share that is right against the mean score, a point a tenth; on the dashed line a score is a probability, above it the model is too modest, below too sure. "
            + string.Join(" ", evaluations.Zip(_calibrations, (evaluation, calibration) =>
                $"{evaluation.Name}: {calibration.Bins.Sum(bin => bin.Hits)} of {calibration.Bins.Sum(bin => bin.Count)} right, expected calibration error {Text(calibration.ExpectedError)}."));

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [("right", FigureTheme.Blue), ("wrong (duplicates, false positives)", FigureTheme.Vermilion)];

    protected override int Columns => evaluations.Count;

    protected override IReadOnlyList<Plot> Build()
    {
        var highest = _calibrations.SelectMany(calibration => calibration.Bins).Max(bin => Math.Max(bin.Hits, bin.Count - bin.Hits));
        return
        [
            .. evaluations.Zip(_calibrations, (evaluation, calibration) => Histogram(evaluation.Name, calibration, highest)),
            .. evaluations.Zip(_calibrations, (evaluation, calibration) => Reliability(evaluation.Name, calibration)),
        ];
    }

    private static string Text(double error) => double.IsNaN(error) ? "n/a" : error.ToString("0.000");

    private static Plot Histogram(string name, Calibration calibration, int highest)
    {
        var plot = PlotFactory.New($"Detections by score, {name}", "score", "detections (log scale)");
        plot.Add.Bars(calibration.Bins.Select(bin => Bar(bin, 0.275, bin.Hits, FigureTheme.Blue)).ToList());
        plot.Add.Bars(calibration.Bins.Select(bin => Bar(bin, 0.725, bin.Count - bin.Hits, FigureTheme.Vermilion)).ToList());
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, 10).Select(power => Math.Pow(10, power)).TakeWhile(count => count <= Math.Max(10, 2 * highest)).Select(count => new Tick(Height(count), $"{count:0}"))]);
        plot.Axes.SetLimits(0, 1, 0, Height(Math.Max(10, highest)) * 1.05);
        return plot;
    }

    /// <summary>On a logarithmic axis that begins at half a detection, so that one can be seen and none has no bar.</summary>
    private static double Height(double count) => count > 0 ? Math.Log10(2 * count) : 0;

    /// <param name="place">Of the bar's middle within the bin, 0 to 1.</param>
    private static Bar Bar(ScoreBin bin, double place, int count, SKColor color) => new()
    {
        Position = bin.Low + (place * (bin.High - bin.Low)),
        Value = Height(count),
        Size = (bin.High - bin.Low) * 0.43,
        FillColor = PlotFactory.Of(color),
        LineWidth = 0,
    };

    private static Plot Reliability(string name, Calibration calibration)
    {
        var plot = PlotFactory.New($"Calibration, {name}: expected error {Text(calibration.ExpectedError)}", "mean score", "share that is right");
        var ideal = plot.Add.Line(0, 0, 1, 1);
        ideal.Color = PlotFactory.Of(FigureTheme.Quiet);
        ideal.LinePattern = LinePattern.Dashed;
        plot.AddCurve([.. calibration.Bins.Select(bin => bin.MeanScore)], [.. calibration.Bins.Select(bin => bin.Precision)], FigureTheme.Blue);
        plot.Axes.SetLimits(0, 1, 0, 1.02);
        return plot;
    }
}
