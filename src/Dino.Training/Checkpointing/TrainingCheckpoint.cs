using System.Globalization;
using System.Text.Json;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Model;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Checkpointing;

/// <summary>One file that holds all of a run: weights under the reference's names, the optimizer's moments under <c>optimizer.</c>, the moving average under <c>ema_model.</c>, the state as
/// metadata. One file, replaced atomically, cannot be torn by a crash between two writes.</summary>
public static class TrainingCheckpoint
{
    private const string StateKey = "training_state";
    private const string RecipeKey = "training_recipe";
    private const string CircumstancesKey = "training_circumstances";
    private const string ConfigKey = "model_config";
    private const string ApKey = "ap";

    /// <summary>Parts of the names that are the run's and not the model's.</summary>
    public static IReadOnlyList<string> StatePrefixes { get; } = [TrainingOptimizer.StatePrefix, WeightAverage.StatePrefix];

    /// <exception cref="IOException">It could not be written; an earlier file of that name is as it was.</exception>
    public static void Save(string path, TrainedParts parts, TrainingRecipe recipe, RunCircumstances circumstances, RunState state)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, [.. parts.Model.StateDict(), .. parts.Optimizer.StateTensors(), .. parts.Average?.StateTensors() ?? []], new Dictionary<string, string>
        {
            [ConfigKey] = parts.Model.Config.ToJson(),
            [RecipeKey] = TrainingRecipeJson.Write(recipe),
            [CircumstancesKey] = JsonSerializer.Serialize(circumstances),
            [StateKey] = JsonSerializer.Serialize(state),
        });
    }

    /// <summary>Weights alone, for use and for publishing.</summary>
    /// <exception cref="IOException">It could not be written; an earlier file of that name is as it was.</exception>
    public static void SaveWeights(string path, DinoDetector model, int epoch, double ap)
        => SafetensorsWriter.Write(path, model.StateDict(), new Dictionary<string, string>
        {
            [ConfigKey] = model.Config.ToJson(),
            ["epoch"] = FormattableString.Invariant($"{epoch}"),
            [ApKey] = FormattableString.Invariant($"{ap:R}"),
        });

    /// <summary>The AP that <see cref="SaveWeights"/> wrote.</summary>
    public static double ApOf(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return double.Parse(checkpoint.Metadata[ApKey], CultureInfo.InvariantCulture);
    }

    /// <summary>Restores model, optimizer and average in place.</summary>
    /// <exception cref="BadInputException">Damaged, of another model, or of another recipe; the message names file and difference.</exception>
    public static (RunState State, RunCircumstances Circumstances) Load(string path, TrainedParts parts, TrainingRecipe recipe)
    {
        using var checkpoint = Checkpoint.Open(path);
        RecipeAgreement.Require(path, TrainingRecipeJson.Read(Metadata(RecipeKey), path), recipe);
        StateDictLoader.Load(parts.Model.StateDict(), checkpoint, new LoadOptions { FinetuneIgnore = StatePrefixes });
        parts.Optimizer.LoadState(checkpoint);
        parts.Average?.LoadState(checkpoint);
        return (JsonSerializer.Deserialize<RunState>(Metadata(StateKey))!, JsonSerializer.Deserialize<RunCircumstances>(Metadata(CircumstancesKey))!);

        string Metadata(string key) => checkpoint.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new BadInputException($"{path}: no {key} in its metadata; expected a checkpoint of a training run (weights alone can start a run, not resume one)");
    }
}
