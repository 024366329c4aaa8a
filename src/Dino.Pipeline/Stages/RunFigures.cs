using Dino.Core;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using Dino.Figures.Results;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>The report's figures of the run itself: what it took, and how fast the kernels are.</summary>
internal static class RunFigures
{
    /// <summary>Only what was measured.</summary>
    public static IEnumerable<(FigurePlace Place, string Name, Func<Figure> Make)> Of(RunContext context, RunManifest manifest)
    {
        yield return (FigurePlace.Performance, "stages", () => new StageCostsFigure(
            [.. manifest.Stages.Where(stage => stage.Value.Finished).Select(stage => new StageCost(stage.Key, stage.Value.Seconds, stage.Value.PeakMemoryMegabytes))]));
        var kernels = context.Folder.Kernels;
        if (InputFile.IsThere(kernels) && KernelRatios.Load(kernels) is { Ratios.Count: > 0 } measured)
        {
            yield return (FigurePlace.Performance, "kernels", () => new KernelSpeedupsFigure(
                measured.Processor, [.. measured.Ratios.Select(ratio => new KernelSpeedup(ratio.Name, ratio.Ratio, ratio.Low, ratio.High))]));
        }
    }
}
