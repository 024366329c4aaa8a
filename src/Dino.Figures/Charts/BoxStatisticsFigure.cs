using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Evaluation;
using Dino.Figures.Drawing;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Sizes, shapes, numbers and places of the annotated boxes (of the training set those that training uses, of the test set those that evaluation counts).</summary>
public sealed class BoxStatisticsFigure(CocoDataset train, CocoDataset test) : ChartFigure
{
    /// <summary>So many objects and more share a bar.</summary>
    private const int MostObjects = 15;
    private const int GridColumns = 16;
    private const int GridRows = 12;

    private static readonly double[] SizeEdges = [.. Enumerable.Range(4, 15).Select(half => Math.Pow(2, half / 2.0))]; // 4 to 512
    private static readonly double[] ShapeEdges = [.. Enumerable.Range(-4, 11).Select(half => Math.Pow(2, half / 2.0))]; // 1/4 to 8

    private readonly CocoAnnotation[] _train = [.. BoxCount.UsedInTraining(train)];
    private readonly CocoAnnotation[] _test = [.. test.Annotations.Where(annotation => !annotation.IsCrowd)];

    public override string Title => "Boxes of the data";

    public override string Caption
        => $"Training set: {train.Images.Count} images, {BoxCount.ForTraining(train)}{Facts(_train)}. Test set: {test.Images.Count} images, {BoxCount.ForEvaluation(test)}{Facts(_test)}. "
            + "Size is the square root of the object's area; dashed lines part COCO's small, medium and large at 32 and 96 pixels. First and last bars hold all beyond.";

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [("training set", FigureTheme.Green), ("test set", FigureTheme.Purple)];

    protected override IReadOnlyList<Plot> Build() => [Sizes(), Shapes(), Numbers(), Places()];

    /// <summary>Shares of the values between neighbouring edges; the outer bins hold what lies beyond.</summary>
    internal static double[] Shares(IReadOnlyCollection<double> values, double[] edges)
    {
        var counts = new int[edges.Length - 1];
        foreach (var value in values)
        {
            var above = Array.FindLastIndex(edges, edge => edge <= value);
            counts[Math.Clamp(above, 0, counts.Length - 1)]++;
        }

        return [.. counts.Select(count => values.Count == 0 ? 0 : (double)count / values.Count)];
    }

    private static string Facts(CocoAnnotation[] boxes)
    {
        if (boxes.Length == 0)
        {
            return "";
        }

        var sizes = boxes.Select(SideOf).Order().ToArray();
        var shares = CocoParameters.AreaRanges.Skip(1).Select(range => $"{(double)boxes.Count(box => CocoParameters.SizeOf(box.Area) == range) / boxes.Length:0%} {range.Label}");
        return $", median size {sizes[sizes.Length / 2]:0} pixels, {string.Join(", ", shares)}";
    }

    private static double SideOf(CocoAnnotation box) => Math.Sqrt(Math.Max(0, box.Area));

    private static Plot Histogram(string title, string xLabel, double[] train, double[] test, IEnumerable<(double Position, string Name)> ticks)
    {
        var plot = PlotFactory.New(title, xLabel, "share");
        plot.AddHistogram([(train, FigureTheme.Green), (test, FigureTheme.Purple)]);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. ticks.Select(tick => new Tick(tick.Position, tick.Name))]);
        return plot;
    }

    private static double[] ObjectsPerImage(CocoDataset dataset, CocoAnnotation[] boxes)
    {
        var byImage = boxes.ToLookup(box => box.ImageId);
        return Shares([.. dataset.Images.Select(image => (double)byImage[image.Id].Count())], [.. Enumerable.Range(0, MostObjects + 2).Select(count => (double)count)]);
    }

    private Plot Sizes()
    {
        var ticks = SizeEdges.Index().Where(edge => edge.Index % 2 == 0).Select(edge => ((double)edge.Index, $"{edge.Item:0}"));
        var plot = Histogram("Size", "square root of area, pixels", Shares([.. _train.Select(SideOf)], SizeEdges), Shares([.. _test.Select(SideOf)], SizeEdges), ticks);
        foreach (var border in CocoParameters.AreaRanges.Skip(2).Select(range => Math.Sqrt(range.Min)))
        {
            var line = plot.Add.VerticalLine(2 * Math.Log2(border / SizeEdges[0]));
            line.Color = PlotFactory.Of(FigureTheme.Quiet);
            line.LinePattern = LinePattern.Dashed;
        }

        return plot;
    }

    private Plot Shapes()
    {
        static double Shape(CocoAnnotation box) => box.Box.Width > 0 ? box.Box.Height / box.Box.Width : double.PositiveInfinity;
        var ticks = ShapeEdges.Index().Where(edge => edge.Index % 2 == 0).Select(edge => ((double)edge.Index, edge.Item < 1 ? $"1:{1 / edge.Item:0}" : $"{edge.Item:0}:1"));
        return Histogram("Shape", "height to width", Shares([.. _train.Select(Shape)], ShapeEdges), Shares([.. _test.Select(Shape)], ShapeEdges), ticks);
    }

    private Plot Numbers()
    {
        var ticks = Enumerable.Range(0, MostObjects + 1).Select(count => (count + 0.5, count == MostObjects ? $"{count}+" : $"{count}"));
        var (ofTrain, ofTest) = (ObjectsPerImage(train, _train), ObjectsPerImage(test, _test));
        var plot = Histogram("Objects in an image", "objects", ofTrain, ofTest, ticks);
        plot.Axes.SetLimitsX(0, 1 + Math.Max(Array.FindLastIndex(ofTrain, share => share > 0), Array.FindLastIndex(ofTest, share => share > 0)));
        return plot;
    }

    private Plot Places()
    {
        var images = train.Images.ToDictionary(image => image.Id);
        var counts = new double[GridRows, GridColumns];
        foreach (var box in _train.Where(box => images.ContainsKey(box.ImageId)))
        {
            var image = images[box.ImageId];
            var column = (int)((box.Box.X + (box.Box.Width / 2)) / image.Width * GridColumns);
            var row = (int)((box.Box.Y + (box.Box.Height / 2)) / image.Height * GridRows);
            counts[Math.Clamp(row, 0, GridRows - 1), Math.Clamp(column, 0, GridColumns - 1)]++;
        }

        var plot = PlotFactory.New("Centres, training set", "left to right", "bottom to top");
        var map = plot.Add.Heatmap(counts);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        map.RenderStrategy = new ScottPlot.Plottables.Heatmap.RenderStrategies.Rectangles();
        // From the middle of the first cell to the middle of the last.
        map.Extent = new CoordinateRect(0.5 / GridColumns, 1 - (0.5 / GridColumns), 0.5 / GridRows, 1 - (0.5 / GridRows));
        var bar = plot.Add.ColorBar(map);
        bar.Label = "boxes";
        bar.LabelStyle.Bold = false;
        bar.LabelStyle.FontSize = FigureTheme.TextSize;
        plot.Axes.SetLimits(0, 1, 0, 1);
        return plot;
    }
}
