using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>The four panels that compare evaluations: test losses, precision, recall, errors.</summary>
/// <param name="evaluations">One or more, usually pretrained and fine-tuned, in this order.</param>
public sealed class MetricPanelsFigure(IReadOnlyList<EvaluationSummary> evaluations) : ChartFigure
{
    private static readonly (string Name, int Stat)[] Precision = [("AP", 0), ("AP50", 1), ("AP75", 2), ("small", 3), ("medium", 4), ("large", 5)];
    private static readonly (string Name, int Stat)[] Recall = [("AR1", 6), ("AR10", 7), ("AR100", 8), ("small", 9), ("medium", 10), ("large", 11)];
    private static readonly (string Name, string[] Keys)[] Losses = [("class", ["loss_ce"]), ("box L1", ["loss_bbox"]), ("GIoU", ["loss_giou"])];
    private static readonly (string Name, string[] Keys)[] Errors = [("class error (%)", ["class_error"]), ("cardinality error (objects)", ["cardinality_error", "cardinality_error_unscaled"])];

    public override string Title => "Test images: " + string.Join(" and ", evaluations.Select(evaluation => evaluation.Name)) + " model";

    public override string Caption => "Test losses of the last decoder layer (weighted), COCO average precision, COCO average recall, and errors. "
        + string.Join(" ", evaluations.Select(evaluation => $"AP {evaluation.Name}: {Text(evaluation.Stats[0])}."))
        + " Class error is measured over matched queries; cardinality error has little meaning for a model with sigmoid scores, which has no \"no object\" class.";

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend
        => [.. evaluations.Index().Select(entry => (entry.Item.Name, FigureTheme.Series(entry.Index)))];

    protected override IReadOnlyList<Plot> Build() =>
    [
        Bars($"Test losses ({TotalLoss()})", "weighted loss", Losses.Select(loss => loss.Name), e => Losses.Select(loss => Loss(e, loss.Keys)), "0.000"),
        Bars("Average precision", "AP", Precision.Select(entry => entry.Name), e => Precision.Select(entry => Stat(e, entry.Stat)), "0.000", unit: true),
        Bars("Average recall", "AR", Recall.Select(entry => entry.Name), e => Recall.Select(entry => Stat(e, entry.Stat)), "0.000", unit: true),
        Bars("Errors", "mean over the images", Errors.Select(error => error.Name), e => Errors.Select(error => Loss(e, error.Keys)), "0.0"),
    ];

    private static string Text(double stat) => stat < 0 ? "n/a" : stat.ToString("0.000");

    private static double? Stat(EvaluationSummary evaluation, int index) => evaluation.Stats[index] < 0 ? null : evaluation.Stats[index];

    private static double? Loss(EvaluationSummary evaluation, string[] keys)
        => keys.Where(evaluation.Losses.ContainsKey).Select(key => (double?)evaluation.Losses[key]).FirstOrDefault();

    private Plot Bars(
        string title, string yLabel, IEnumerable<string> groups, Func<EvaluationSummary, IEnumerable<double?>> values, string format, bool unit = false)
    {
        var plot = PlotFactory.New(title, "", yLabel);
        plot.AddGroupedBars([.. groups], [.. evaluations.Select(evaluation => (IReadOnlyList<double?>)[.. values(evaluation)])], format);
        if (unit)
        {
            plot.Axes.SetLimitsY(0, 1.08);
        }

        return plot;
    }

    private string TotalLoss()
        => "total " + string.Join(" → ", evaluations.Select(evaluation => Loss(evaluation, ["loss"])?.ToString("0.00") ?? "n/a"));
}
