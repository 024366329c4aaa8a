namespace Dino.Repro.Stages;

/// <summary>One of several trainings that differ in their seed alone.</summary>
/// <param name="Epochs">Done.</param>
/// <param name="BestEpoch">From 0; -1 if no AP was above 0.</param>
/// <param name="BestAp">Of the best checkpoint on the validation images.</param>
/// <param name="LastAp">After the last epoch.</param>
public sealed record SeedRepeat(long Seed, int Epochs, int BestEpoch, double BestAp, double LastAp);
