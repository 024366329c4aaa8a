namespace Dino.Repro.Profiles;

/// <summary>The experiment's images and their split.</summary>
/// <param name="SyntheticSeed">Seed of the synthetic set that stands in when the user names no data.</param>
/// <param name="SyntheticImages">Its size.</param>
/// <param name="Train">Training images; for a set of another size the share train / (train + val) is kept.</param>
/// <param name="Val">Validation images.</param>
public sealed record DataProfile(long SyntheticSeed = 201, int SyntheticImages = 201, int Train = 161, int Val = 40);
