namespace Dino.Evaluation;

/// <summary>How far a number would move with other images of the same kind.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>.</param>
/// <param name="Value">On the evaluated images; -1 where there is nothing to measure.</param>
/// <param name="Low">Lower end of the percentile interval around the value; -1 if no resample could be measured.</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Standard deviation over the resamples.</param>
/// <param name="Resamples">Resamples in which there was something to measure; the others are left out.</param>
public sealed record StatInterval(string Name, double Value, double Low, double High, double StandardError, int Resamples);
