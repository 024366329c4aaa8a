using System.Text.Json;
using Dino.Checkpoints;
using Dino.Model;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Checkpointing;

/// <summary>One file that holds all of a run: weights under the reference's names, the optimizer's moments under <c>optimizer.</c>, the state as metadata. One file, replaced
/// atomically, cannot be torn by a crash between two writes.</summary>
public static class TrainingCheckpoint
{
    private const string StateKey = "training_state";
    private const string RecipeKey = "training_recipe";
    private const string ConfigKey = "model_config";

    public static void Save(string path, DinoDetector model, TrainingOptimizer optimizer, TrainingRecipe recipe, RunState state)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, [.. model.StateDict(), .. optimizer.StateTensors()], new Dictionary<string, string>
        {
            [ConfigKey] = model.Config.ToJson(),
            [RecipeKey] = TrainingRecipeJson.Write(recipe),
            [StateKey] = JsonSerializer.Serialize(state),
        });
    }

    /// <summary>Weights alone, for use and for publishing.</summary>
    public static void SaveWeights(string path, DinoDetector model, int epoch, double ap)
        => SafetensorsWriter.Write(path, model.StateDict(), new Dictionary<string, string>
        {
            [ConfigKey] = model.Config.ToJson(),
            ["epoch"] = FormattableString.Invariant($"{epoch}"),
            ["ap"] = FormattableString.Invariant($"{ap:R}"),
        });

    /// <summary>Restores model and optimizer in place.</summary>
    /// <exception cref="InvalidDataException">Damaged, of another model, or of another recipe; the message names file and difference.</exception>
    public static RunState Load(string path, DinoDetector model, TrainingOptimizer optimizer, TrainingRecipe recipe)
    {
        using var checkpoint = Checkpoint.Open(path);
        RecipeAgreement.Require(path, TrainingRecipeJson.Read(Metadata(RecipeKey), path), recipe);
        StateDictLoader.Load(model.StateDict(), checkpoint, new LoadOptions { FinetuneIgnore = [TrainingOptimizer.StatePrefix] });
        optimizer.LoadState(checkpoint);
        return JsonSerializer.Deserialize<RunState>(Metadata(StateKey))!;

        string Metadata(string key) => checkpoint.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new InvalidDataException($"{path}: no {key} in its metadata; expected a checkpoint of a training run (weights alone can start a run, not resume one)");
    }
}
