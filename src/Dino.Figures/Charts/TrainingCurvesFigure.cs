using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Losses, average precision and learning rate over the epochs.</summary>
/// <param name="epochs">At least one, in order.</param>
public sealed class TrainingCurvesFigure(IReadOnlyList<TrainingEpoch> epochs) : ChartFigure
{
    private static readonly (string Name, string Key)[] Parts = [("class", "loss_ce"), ("box L1", "loss_bbox"), ("GIoU", "loss_giou")];
    private static readonly (string Name, int Stat)[] Precision = [("AP", 0), ("AP50", 1), ("small", 3), ("medium", 4), ("large", 5)];

    private readonly double[] _x = [.. epochs.Select(epoch => epoch.Epoch + 1.0)];

    public override string Title => "Training curves";

    public override string Caption
    {
        get
        {
            var best = BestEpoch.Of(epochs) is { } found
                ? $"best AP {found.Ap:0.000} after epoch {found.Number}{(found.IsAverage ? " (moving average of the weights)" : "")}"
                : "no epoch had an AP above 0";
            return $"Over {epochs.Count} epochs. Total loss, parts of the last decoder layer's loss, average precision on the test images, and learning rate. "
                + $"Training loss {Total(epochs[0].Train)} → {Total(epochs[^1].Train)}; {best}. "
                + "Training total includes the denoising losses, which the test total has not.";
        }
    }

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [];

    protected override IReadOnlyList<Plot> Build() => [TotalLoss(), LossParts(), AveragePrecision(), LearningRate()];

    private static string Total(IReadOnlyDictionary<string, double> losses) => losses.TryGetValue("loss", out var loss) ? loss.ToString("0.00") : "n/a";

    private static double[] Series(IEnumerable<IReadOnlyDictionary<string, double>> epochs, string key)
        => [.. epochs.Select(losses => losses.GetValueOrDefault(key, double.NaN))];

    private Plot New(string title, string yLabel, IEnumerable<(string Name, SKColor Color, bool Dashed)> legend)
    {
        var plot = PlotFactory.New(title, "epoch", yLabel);
        plot.AddLegend(legend);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, MinorTickGenerator = new NoMinorTicks() };
        return plot;
    }

    private Plot TotalLoss()
    {
        var plot = New("Total loss", "weighted loss", [("train", FigureTheme.Blue, false), ("test", FigureTheme.Vermilion, true)]);
        plot.AddCurve(_x, Series(epochs.Select(epoch => epoch.Train), "loss"), FigureTheme.Blue);
        plot.AddCurve(_x, Series(epochs.Select(epoch => epoch.Test), "loss"), FigureTheme.Vermilion, dashed: true);
        return plot;
    }

    private Plot LossParts()
    {
        var plot = New("Loss parts, last decoder layer", "weighted loss", Parts.Index().SelectMany(part => new[]
        {
            ($"{part.Item.Name}, train", FigureTheme.Series(part.Index), false), ($"{part.Item.Name}, test", FigureTheme.Series(part.Index), true),
        }));
        foreach (var (index, (_, key)) in Parts.Index())
        {
            plot.AddCurve(_x, Series(epochs.Select(epoch => epoch.Train), key), FigureTheme.Series(index));
            plot.AddCurve(_x, Series(epochs.Select(epoch => epoch.Test), key), FigureTheme.Series(index), dashed: true);
        }

        return plot;
    }

    private Plot AveragePrecision()
    {
        var plot = New("Average precision on the test images", "AP", Precision.Index().Select(entry => (entry.Item.Name, FigureTheme.Series(entry.Index + 1), false)));
        foreach (var (index, (_, stat)) in Precision.Index())
        {
            plot.AddCurve(_x, [.. epochs.Select(epoch => epoch.Stats[stat] < 0 ? double.NaN : epoch.Stats[stat])], FigureTheme.Series(index + 1), width: stat == 0 ? 5 : 2);
        }

        plot.Axes.SetLimitsY(0, 1);
        return plot;
    }

    private Plot LearningRate()
    {
        var plot = New("Learning rate", "learning rate", []);
        plot.AddCurve(_x, [.. epochs.Select(epoch => epoch.LearningRate)], FigureTheme.Blue, steps: true);
        plot.Axes.SetLimitsY(0, epochs.Max(epoch => epoch.LearningRate) * 1.1);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = value => value == 0 ? "0" : value.ToString("0.##e-0"), MinorTickGenerator = new NoMinorTicks() };
        return plot;
    }
}
