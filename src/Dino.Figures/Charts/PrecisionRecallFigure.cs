using Dino.Evaluation;
using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Precision over recall: by IoU threshold above, by object size below, a column an evaluation.</summary>
/// <param name="evaluations">One or two, usually pretrained and fine-tuned, in this order.</param>
public sealed class PrecisionRecallFigure(IReadOnlyList<EvaluationStatistics> evaluations) : ChartFigure
{
    private static readonly SKColor[] SizeColors = [FigureTheme.Purple, FigureTheme.Green, FigureTheme.Blue];

    public override string Title => "Precision and recall";

    public override string Caption
        => "Precision over recall, by IoU threshold and, at IoU 0.5, by object size (COCO's small, medium, large). Recall at which precision ends, at IoU 0.50 and 0.75: "
            + string.Join("; ", evaluations.Select(evaluation => $"{evaluation.Name} {Reach(evaluation, 0)} and {Reach(evaluation, 5)}")) + ". "
            + string.Join(" ", evaluations.Select(OperatingPoint));

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [];

    protected override int Columns => evaluations.Count;

    protected override IReadOnlyList<Plot> Build() =>
    [
        .. evaluations.Select(evaluation => ByIou(evaluation)),
        .. evaluations.Select(evaluation => Panel(
            $"By object size at IoU 0.50, {evaluation.Name}",
            [.. evaluation.Report.PrecisionRecallBySize.Index().Select(curve => (curve.Item.Area, curve.Item, SizeColors[curve.Index % SizeColors.Length]))])),
    ];

    private static Plot ByIou(EvaluationStatistics evaluation)
    {
        var curves = evaluation.Report.PrecisionRecall;
        var plot = Panel(
            $"By IoU threshold, {evaluation.Name}",
            [.. curves.Index().Select(curve => ($"IoU {curve.Item.IouThreshold:0.00}", curve.Item, Shade(curve.Index, curves.Count)))],
            HasOperatingPoint(evaluation) ? "best F1" : null);
        if (evaluation.Report.BestF1 is { } best && HasOperatingPoint(evaluation))
        {
            plot.Add.Marker(best.Recall, best.Precision, MarkerShape.OpenCircle, 11, PlotFactory.Of(FigureTheme.Vermilion)).MarkerLineWidth = 2;
        }

        return plot;
    }

    /// <summary>With several categories the point, which counts them together, is not on the curve, which is their mean.</summary>
    private static bool HasOperatingPoint(EvaluationStatistics evaluation) => evaluation.Report is { BestF1: not null, PerCategory.Count: 1 };

    private static Plot Panel(string title, IReadOnlyList<(string Name, PrecisionRecallCurve Curve, SKColor Color)> curves, string? circle = null)
    {
        var plot = PlotFactory.New(curves.Count == 0 ? $"{title}: nothing to measure" : title, "recall", "precision");
        foreach (var (_, curve, color) in curves)
        {
            var line = plot.Add.ScatterLine([.. curve.Recall], curve.Precision.ToArray(), PlotFactory.Of(color));
            line.LineWidth = 2;
        }

        plot.AddLegend(curves.Select(curve => (curve.Name, curve.Color, false)), circle);
        plot.Axes.SetLimits(0, 1, 0, 1.04);
        return plot;
    }

    /// <summary>From dark to light blue.</summary>
    private static SKColor Shade(int index, int count)
    {
        var share = count < 2 ? 0 : index / (count - 1.0);
        byte Mix(byte dark, byte light) => (byte)(dark + (share * (light - dark)));
        return new SKColor(Mix(0x08, 0xA9), Mix(0x30, 0xCF), Mix(0x6B, 0xE8));
    }

    private static string Reach(EvaluationStatistics evaluation, int iou)
        => evaluation.Report.PrecisionRecall is { Count: > 0 } curves ? $"{curves[iou].Recall.Where((_, r) => curves[iou].Precision[r] > 0).DefaultIfEmpty(0).Last():0.00}" : "n/a";

    private static string OperatingPoint(EvaluationStatistics evaluation) => evaluation.Report.BestF1 is { } best
        ? $"Best F1 at IoU 0.50, {evaluation.Name}: {best.F1:0.000} with scores from {best.Score:0.000} (precision {best.Precision:0.000}, recall {best.Recall:0.000})."
        : $"No detection of the {evaluation.Name} model is right.";
}
