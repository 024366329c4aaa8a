using Dino.Evaluation;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Average precision and recall against object size, where small, medium and large are three bins only.</summary>
/// <param name="evaluations">One or more on the same images.</param>
public sealed class SizeCurveFigure(IReadOnlyList<EvaluationStatistics> evaluations) : ChartFigure
{
    // Bins without objects are left out: there is nothing to measure.
    private readonly int[] _bins = [.. evaluations[0].Report.Sizes.Index().Where(bin => bin.Item.Objects > 0).Select(bin => bin.Index)];

    public override string Title => "Average precision against object size";

    public override string Caption
        => "COCO average precision and recall (100 detections) of the objects of each size; the size is the square root of the object's area in pixels, lower number included, upper one not; n the objects. "
            + string.Join(" ", evaluations.Select(Extremes));

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend
        => [.. evaluations.Index().Select(entry => (entry.Item.Name, FigureTheme.Series(entry.Index)))];

    protected override IReadOnlyList<Plot> Build() => [Panel("AP (IoU 0.50 to 0.95)", "AP", bin => bin.AP), Panel("Recall (AR100)", "AR100", bin => bin.AR100)];

    private string Extremes(EvaluationStatistics evaluation)
    {
        var bins = _bins.Select(bin => evaluation.Report.Sizes[bin]).ToArray();
        if (bins.Length == 0)
        {
            return $"{evaluation.Name}: no objects.";
        }

        var (best, worst) = (bins.MaxBy(bin => bin.AP)!, bins.MinBy(bin => bin.AP)!);
        return $"{evaluation.Name}: best at {best.Range()} pixels (AP {best.AP:0.000}), worst at {worst.Range()} (AP {worst.AP:0.000}).";
    }

    private Plot Panel(string title, string yLabel, Func<SizeBin, double> value)
    {
        var plot = PlotFactory.New(title, "square root of the area, pixels", yLabel);
        double[] x = [.. Enumerable.Range(0, _bins.Length)];
        foreach (var (index, evaluation) in evaluations.Index())
        {
            plot.AddCurve(x, [.. _bins.Select(bin => value(evaluation.Report.Sizes[bin]))], FigureTheme.Series(index));
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. _bins.Index().Select(bin => new Tick(bin.Index, Label(evaluations[0].Report.Sizes[bin.Item])))]);
        plot.Axes.Bottom.TickLabelStyle.FontSize = FigureTheme.SmallSize;
        plot.Axes.SetLimits(-0.5, Math.Max(0, _bins.Length - 1) + 0.5, 0, 1.04);
        return plot;
    }

    private static string Label(SizeBin bin) => $"{bin.Range()}\nn={bin.Objects}";
}
