using Dino.Figures.Charts;
using ScottPlot.Plottables;

namespace Dino.Figures.Tests.Charts;

public sealed class RunFiguresTests
{
    [Fact]
    public void StageCosts_Stages_AreBarsFromTheTop()
    {
        var figure = Samples.StageCosts;

        Assert.Equal([12.5, 150, 3], Bars(figure, panel: 0).Select(bar => bar.Value));
        Assert.Equal([2, 1, 0], Bars(figure, panel: 0).Select(bar => bar.Position));
        Assert.Equal(["12.5 s", "2:30 min", "3.0 s"], Bars(figure, panel: 0).Select(bar => bar.Label));
        Assert.Equal([120, 450, 300], Bars(figure, panel: 1).Select(bar => bar.Value));
        Assert.Contains("Longest: fine-tune with 2:30 min; most memory: fine-tune with 450 MB.", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void KernelSpeedups_Kernels_AreBarsWithIntervals()
    {
        var figure = Samples.KernelSpeedups;
        var panel = Assert.Single(figure.Panels);

        Assert.Equal([8, 0.9], Bars(figure, panel: 0).Select(bar => bar.Value));
        Assert.Equal([(7, 9, 1), (0.7, 1.2, 0)], panel.GetPlottables<LinePlot>().Select(line => (line.Start.X, line.End.X, line.Start.Y)));
        Assert.Equal(["8.0x", "0.9x"], panel.GetPlottables<Text>().Select(text => text.LabelText));
        Assert.Contains("1 of 2 are faster with certainty", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Confidence_TwoEvaluations_HaveHistogramsAboveCalibration()
    {
        var figure = Samples.Confidence;

        Assert.Equal(4, figure.Panels.Count);
        // Fine-tuned: a duplicate at 0.4, a false positive at 0.5, hits at 0.9 and 0.95.
        // Bars are as high as the logarithm of twice the number.
        var heights = figure.Panels[1].GetPlottables<BarPlot>().Select(plot => plot.Bars.Select(bar => bar.Value == 0 ? 0 : Math.Round(Math.Pow(10, bar.Value) / 2, 9)).ToArray()).ToArray();
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 2], heights[0]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 0, 0, 0], heights[1]);
        Assert.Contains("fine-tuned: 2 of 4 right", figure.Caption, StringComparison.Ordinal);
    }

    private static List<ScottPlot.Bar> Bars(ChartFigure figure, int panel) => Assert.Single(figure.Panels[panel].GetPlottables<BarPlot>()).Bars;
}
