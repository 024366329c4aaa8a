using Dino.Figures.Charts;
using ScottPlot.Plottables;

namespace Dino.Figures.Tests.Charts;

public sealed class BoxStatisticsFigureTests
{
    [Fact]
    public void Shares_CountsBetweenEdges_AndTheOuterBinsHoldWhatIsBeyond()
        => Assert.Equal([0.4, 0.2, 0.4], BoxStatisticsFigure.Shares([0.5, 1, 2, 4.5, 100], [1, 2, 4, 8]));

    [Fact]
    public void Panels_FourBoxes_AreCountedBySizeShapeNumberAndPlace()
    {
        var figure = new BoxStatisticsFigure(Samples.Dataset, Samples.Dataset with { Annotations = [] });

        Assert.Equal(["Size", "Shape", "Objects in an image", "Centres, training set"], figure.Panels.Select(panel => panel.Axes.Title.Label.Text));
        // Sizes 28, 57, 141 and 28 pixels: bins from 22.6, 45.3 and 128.
        Assert.Equal([(5, 0.5), (7, 0.25), (10, 0.25)], Filled(figure, panel: 0));
        // All are twice as high as wide.
        Assert.Equal([(6, 1)], Filled(figure, panel: 1));
        // One image with one box, one with three.
        Assert.Equal([(1, 0.5), (3, 0.5)], Filled(figure, panel: 2));
        var map = Assert.Single(figure.Panels[3].GetPlottables<Heatmap>()).Intensities;
        Assert.Equal(4, map.Cast<double>().Sum());
        // The first box's centre is (20, 30) of 320 x 240: column 1 of 16, row 1 of 12.
        Assert.Equal(1, map[1, 1]);
        Assert.Contains("2 images, 4 boxes, median size 57 pixels, 50% small, 25% medium, 25% large", figure.Caption, StringComparison.Ordinal);
        Assert.Contains("Test set: 2 images, 0 boxes.", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Caption_BoxesThatTrainingDoesNotUse_AreToldAndLeftOut()
    {
        var dataset = Samples.Dataset with
        {
            Annotations =
            [
                .. Samples.Dataset.Annotations, new(5, 1, 1, new(0, 0, 50, 50), 2500, IsCrowd: true), new(6, 1, 1, new(5, 5, 0, 9), 0, IsCrowd: false),
                new(7, 2, 1, new(400, 5, 9, 9), 81, IsCrowd: false),
            ],
        };

        var caption = new BoxStatisticsFigure(dataset, dataset).Caption;

        Assert.Contains(
            "Training set: 2 images, 7 boxes, 3 of them unused (1 crowd, 2 outside the image or without area), median size 57 pixels, 50% small", caption, StringComparison.Ordinal);
        Assert.Contains("Test set: 2 images, 7 boxes, 1 of them unused (1 crowd), median", caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Caption_AreaOnTheEdgeOfTwoSizes_CountsOnce()
    {
        var dataset = Samples.Dataset with { Annotations = [new(1, 1, 1, new(10, 10, 32, 32), 1024, IsCrowd: false)] };

        Assert.Contains("0% small, 100% medium, 0% large", new BoxStatisticsFigure(dataset, dataset).Caption, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Bin, double Share)> Filled(ChartFigure figure, int panel)
        => figure.Panels[panel].GetPlottables<BarPlot>().First().Bars.Index().Where(bar => bar.Item.Value > 0).Select(bar => (bar.Index, bar.Item.Value));
}
