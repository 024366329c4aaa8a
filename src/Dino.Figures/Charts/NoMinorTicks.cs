using ScottPlot;

namespace Dino.Figures.Charts;

/// <summary>Major ticks say enough.</summary>
internal sealed class NoMinorTicks : IMinorTickGenerator
{
    public IEnumerable<double> GetMinorTicks(double[] majorTicks, CoordinateRange visibleRange) => [];
}
