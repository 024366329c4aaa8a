namespace Dino.Evaluation;

/// <summary>How often and from what seed images are drawn again.</summary>
/// <param name="Resamples">Draws of as many images as there are, with replacement.</param>
/// <param name="Confidence">Share of the resamples inside an interval, between 0 and 1.</param>
/// <param name="Seed">The same seed gives the same intervals, however many threads there are.</param>
public sealed record BootstrapOptions(int Resamples = 1000, double Confidence = 0.95, long Seed = 7)
{
    /// <summary>Beyond it an interval gains nothing, and the draws would take more memory than there may be.</summary>
    public const int MostResamples = 1_000_000;
}
