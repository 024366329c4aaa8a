using Dino.Model.Configuration;
using Dino.Training.Recipe;

namespace Dino.Pipeline.Profiles;

/// <summary>Everything that a run does not take from the command line. A JSON document (see the embedded ones beside this
/// file).</summary>
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

/// <summary>The experiment's images and their split.</summary>
/// <param name="SyntheticSeed">Seed of the synthetic set that stands in when the user names no data.</param>
/// <param name="SyntheticImages">Its size.</param>
/// <param name="Train">Training images; for a set of another size the share train / (train + val) is kept.</param>
/// <param name="Val">Validation images.</param>
public sealed record DataProfile(long SyntheticSeed = 201, int SyntheticImages = 201, int Train = 161, int Val = 40);

/// <summary>Exactly one of the two.</summary>
/// <param name="Shipped">File name under baselines/weights, delivered with the program.</param>
/// <param name="Catalogue">Name in the download catalogue (<c>dino weights fetch</c>).</param>
public sealed record WeightsProfile(string? Shipped = null, string? Catalogue = null);

/// <summary>Training from scratch on synthetic scenes of many classes.</summary>
/// <param name="SyntheticSeed">Seed of the scenes; the validation scenes take the next one.</param>
/// <param name="Images">Training scenes.</param>
/// <param name="ValImages">Validation scenes.</param>
/// <param name="Recipe">Schedule and sizes.</param>
public sealed record PretrainProfile(long SyntheticSeed, int Images, int ValImages, TrainingRecipe Recipe);

/// <summary>From the pretrained model to one for the user's classes.</summary>
/// <param name="ClassMap">Pretrained label to new label: rows of the class heads and the label embedding that are kept. If
/// empty, heads start anew, as in the reference.</param>
/// <param name="FinetuneIgnore">Substrings of the tensors that start anew when <paramref name="ClassMap"/> is empty (the
/// reference's --finetune_ignore).</param>
/// <param name="NumClasses">Largest category id + 1; absent: of the training annotations.</param>
/// <param name="DnLabelbookSize">At least <paramref name="NumClasses"/>; absent: that.</param>
public sealed record FineTuneProfile(
    IReadOnlyDictionary<int, int> ClassMap,
    IReadOnlyList<string> FinetuneIgnore,
    int? NumClasses = null,
    int? DnLabelbookSize = null);
