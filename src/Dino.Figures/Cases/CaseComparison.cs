namespace Dino.Figures.Cases;

/// <summary>The same image judged for two models.</summary>
public sealed record CaseComparison(DetectionCase Before, DetectionCase After)
{
    /// <summary>F1 after less F1 before.</summary>
    public double Change => After.F1 - Before.F1;
}
