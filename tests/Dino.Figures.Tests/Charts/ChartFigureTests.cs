using Dino.Core;
using Dino.Figures.Charts;
using Dino.Figures.Results;
using ScottPlot;
using ScottPlot.Plottables;

namespace Dino.Figures.Tests.Charts;

public sealed class ChartFigureTests
{
    [Fact]
    public void MetricPanels_TwoEvaluations_HaveFourPanelsWithABarForEachNumber()
    {
        var figure = new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]);

        Assert.Equal(
            ["Test losses (total 16.00 → 12.00)", "Average precision", "Average recall", "Errors"], figure.Panels.Select(panel => panel.Axes.Title.Label.Text));
        Assert.Equal([0.5, 0.25, 1], Values(figure.Panels[0], series: 0));
        Assert.Equal([0.38, 0.61, 0.4, 0.21, 0.5, 0.7], Values(figure.Panels[1], series: 0));
        Assert.Equal([0.14, 0.55, 0.65, 0.45, 0.74, 0], Values(figure.Panels[2], series: 1));
        Assert.Equal([5, 6], Values(figure.Panels[3], series: 1));
        Assert.Contains("AP fine-tuned: 0.560", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricPanels_NothingToMeasure_IsWrittenNotDrawn()
        => Assert.Equal("n/a", Bars(new MetricPanelsFigure([Samples.FineTuned]).Panels[1], series: 0)[^1].Label);

    [Fact]
    public void TrainingCurves_Epochs_AreDrawnFromOneOn()
    {
        var figure = new TrainingCurvesFigure(Samples.Training);

        Assert.Equal(4, figure.Panels.Count);
        Assert.Equal([2, 6, 4, 1], figure.Panels.Select(panel => panel.GetPlottables<Scatter>().Count()));
        Assert.Equal([(1, 30), (2, 29), (3, 28), (4, 27)], Points(figure.Panels[0], series: 0));
        Assert.Equal([(1, 0.45), (2, 0.52), (3, 0.56), (4, 0.54)], Points(figure.Panels[2], series: 0));
        Assert.Equal([1e-4, 1e-4, 1e-4, 1e-5], Points(figure.Panels[3], series: 0).Select(point => point.Y));
        Assert.Contains("best AP 0.560 after epoch 3", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingLog_LinesOfTheReference_AreRead()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("dino-log-").FullName, "log.txt");
        File.WriteAllText(path, """
            {"train_lr": 0.0001, "train_loss": 31.5, "train_loss_ce": 0.5, "test_loss": 17.25, "test_coco_eval_bbox": [0.1, 0.2, 0, 0, 0, -1, 0, 0, 0, 0, 0, -1], "epoch": 0, "now_time": "x"}

            {"train_lr": 1e-05, "train_loss": 30, "test_loss": 17, "test_coco_eval_bbox": [0.2, 0.2, 0, 0, 0, -1, 0, 0, 0, 0, 0, -1], "ema_test_coco_eval_bbox": [0.3, 0.2, 0, 0, 0, -1, 0, 0, 0, 0, 0, -1], "epoch": 1}
            """);

        var epochs = TrainingLog.Load(path);

        Assert.Equal([(0, 1e-4, 31.5, 17.25, 0.1), (1, 1e-5, 30, 17, 0.2)], epochs.Select(e => (e.Epoch, e.LearningRate, e.Train["loss"], e.Test["loss"], e.Stats[0])));
        Assert.Equal([null, 0.3], epochs.Select(e => e.AverageAp));
    }

    [Fact]
    public void TrainingLog_LineWithoutEpoch_IsNamed()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("dino-log-").FullName, "log.txt");
        File.WriteAllText(path, """{"train_lr": 0.0001}""");

        Assert.StartsWith($"{path}: line 1: not an epoch", Assert.Throws<BadInputException>(() => TrainingLog.Load(path)).Message, StringComparison.Ordinal);
    }

    private static List<Bar> Bars(Plot panel, int series) => panel.GetPlottables<BarPlot>().ElementAt(series).Bars;

    private static IEnumerable<double> Values(Plot panel, int series) => Bars(panel, series).Select(bar => bar.Value);

    private static IEnumerable<(double X, double Y)> Points(Plot panel, int series)
        => panel.GetPlottables<Scatter>().ElementAt(series).Data.GetScatterPoints().Select(point => (point.X, point.Y));
}
