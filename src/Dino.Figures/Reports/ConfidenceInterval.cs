namespace Dino.Figures.Reports;

/// <summary>A bootstrap interval.</summary>
/// <param name="Level">Such as 0.95.</param>
public sealed record ConfidenceInterval(double Low, double High, double Level)
{
    public bool Contains(double value) => Low <= value && value <= High;
}
