using Dino.Training.Recipe;

namespace Dino.Repro.Profiles;

/// <summary>Training from scratch on synthetic scenes of many classes.</summary>
/// <param name="SyntheticSeed">Seed of the scenes; the validation scenes take the next one.</param>
/// <param name="Images">Training scenes.</param>
/// <param name="ValImages">Validation scenes.</param>
/// <param name="Recipe">Schedule and sizes.</param>
public sealed record PretrainProfile(long SyntheticSeed, int Images, int ValImages, TrainingRecipe Recipe);
