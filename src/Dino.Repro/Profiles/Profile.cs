using Dino.Model.Configuration;
using Dino.Training.Recipe;

namespace Dino.Repro.Profiles;

/// <summary>Everything a run does not take from the command line. A JSON document (see the embedded ones beside this file).</summary>
/// <param name="Name">Names the run's folder.</param>
/// <param name="Description">One line for <c>--help</c> and the report.</param>
/// <param name="Model">The pretrained model.</param>
/// <param name="Weights">Where the pretrained weights come from.</param>
/// <param name="Data">The experiment's images.</param>
/// <param name="FineTune">What changes for fine-tuning.</param>
/// <param name="Recipe">How it is fine-tuned; evaluation takes its image sizes from here too.</param>
/// <param name="Gate">How much worse than its baseline a run may be.</param>
/// <param name="Pretrain">How the weights were made from scratch; null where they are downloaded.</param>
public sealed record Profile(
    string Name,
    string Description,
    DinoConfig Model,
    WeightsProfile Weights,
    DataProfile Data,
    FineTuneProfile FineTune,
    TrainingRecipe Recipe,
    GateProfile Gate,
    PretrainProfile? Pretrain = null);
