using Dino.Figures.Drawing;
using Dino.Figures.Results;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Charts;

/// <summary>Speed of the kernels against their references, with intervals.</summary>
/// <param name="processor">CPU or GPU they were measured on.</param>
/// <param name="kernels">At least one.</param>
public sealed class KernelSpeedupsFigure(string processor, IReadOnlyList<KernelSpeedup> kernels) : ChartFigure
{
    private const int BarHeight = 34;
    private const int AroundBars = 110;

    public override string Title => "Deformable attention: speed against the reference op";

    public override string Caption
    {
        get
        {
            var (fastest, slowest) = (kernels.MaxBy(kernel => kernel.Ratio)!, kernels.MinBy(kernel => kernel.Ratio)!);
            return $"Time of the reference over time of the kernel on {processor}, both measured in one run; lines are 95% intervals. "
                + $"From {slowest.Ratio:0.0} times ({slowest.Kernel}) to {fastest.Ratio:0.0} times ({fastest.Kernel}) as fast; "
                + $"{kernels.Count(kernel => kernel.Low > 1)} of {kernels.Count} are faster with certainty.";
        }
    }

    protected override IReadOnlyList<(string Name, SKColor Color)> Legend => [];

    protected override int Columns => 1;

    protected override SKSizeI PanelSize => new(2 * base.PanelSize.Width, AroundBars + (kernels.Count * BarHeight));

    protected override IReadOnlyList<Plot> Build()
    {
        var plot = PlotFactory.New(processor, "times as fast as the reference", "");
        plot.AddRankedBars([.. kernels.Select(kernel => (kernel.Kernel, kernel.Ratio, ""))], FigureTheme.Blue);
        foreach (var (index, kernel) in kernels.Index())
        {
            var position = kernels.Count - 1 - index;
            var interval = plot.Add.Line(kernel.Low, position, kernel.High, position);
            interval.Color = PlotFactory.Of(FigureTheme.Ink);
            interval.LineWidth = 2;
            var label = plot.Add.Text($"{kernel.Ratio:0.0}x", kernel.High, position);
            label.LabelFontSize = FigureTheme.SmallSize;
            label.LabelFontColor = PlotFactory.Of(FigureTheme.Ink);
            label.LabelAlignment = Alignment.MiddleLeft;
            label.OffsetX = 6;
        }

        var even = plot.Add.VerticalLine(1);
        even.Color = PlotFactory.Of(FigureTheme.Vermilion);
        even.LinePattern = LinePattern.Dashed;
        plot.Axes.SetLimitsX(0, 1.15 * kernels.Max(kernel => Math.Max(1, kernel.High)));
        return [plot];
    }
}
