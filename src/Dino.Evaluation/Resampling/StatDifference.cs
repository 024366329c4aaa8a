namespace Dino.Evaluation;

/// <summary>One number of two detection files on the same images. Every resample draws the same images for both, so that hard and easy images
/// cancel out and far smaller differences show than in two separate intervals.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>.</param>
/// <param name="Baseline">On the evaluated images; -1 where there is nothing to measure.</param>
/// <param name="Candidate">On the evaluated images.</param>
/// <param name="Difference">Candidate - baseline; 0 where there is nothing to measure.</param>
/// <param name="Low">Lower end of the percentile interval around the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="ProbabilityOfRegression">Share of the resamples in which the candidate is worse.</param>
/// <param name="Resamples">Resamples in which there was something to measure; the others are left out.</param>
public sealed record StatDifference(
    string Name,
    double Baseline,
    double Candidate,
    double Difference,
    double Low,
    double High,
    double ProbabilityOfRegression,
    int Resamples);
