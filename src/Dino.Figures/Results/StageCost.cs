namespace Dino.Figures.Results;

/// <summary>What one stage of a run took.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMegabytes">Largest resident set while it ran.</param>
public sealed record StageCost(string Stage, double Seconds, double PeakMegabytes);
