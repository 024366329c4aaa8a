using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Time and memory of a run's stages, in their order.</summary>
/// <param name="stages">At least one.</param>
public sealed class StageCostsFigure(IReadOnlyList<StageCost> stages) : ChartFigure
{
    public override string Title => "Time and memory of each stage";

    public override string Caption
    {
        get
        {
            var (longest, largest) = (stages.MaxBy(stage => stage.Seconds)!, stages.MaxBy(stage => stage.PeakMegabytes)!);
            return $"Wall time, {Duration(stages.Sum(stage => stage.Seconds))} in all, and largest resident memory of {stages.Count} stages. "
                + $"Longest: {longest.Stage} with {Duration(longest.Seconds)}; most memory: {largest.Stage} with {largest.PeakMegabytes:0} MB.";
        }
    }

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [];

    protected override IReadOnlyList<Plot> Build() =>
    [
        Bars("Wall time", "seconds", stage => stage.Seconds, stage => Duration(stage.Seconds), FigureTheme.Blue),
        Bars("Peak memory", "MB", stage => stage.PeakMegabytes, stage => $"{stage.PeakMegabytes:0} MB", FigureTheme.Green),
    ];

    private static string Duration(double seconds) => seconds < 100 ? $"{seconds:0.0} s" : $"{(int)seconds / 60}:{(int)seconds % 60:00} min";

    private Plot Bars(string title, string unit, Func<StageCost, double> value, Func<StageCost, string> label, SKColor color)
    {
        var plot = PlotFactory.New(title, unit, "");
        plot.AddRankedBars([.. stages.Select(stage => (stage.Stage, value(stage), label(stage)))], color);
        return plot;
    }
}
