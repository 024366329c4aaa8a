using System.Text.Json;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Model;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Checkpointing;

/// <summary>One file that holds all of a run: weights under the reference's names, the optimizer's moments under <c>optimizer.</c>, the moving average under <c>ema_model.</c>, the state as
/// metadata. One file, replaced atomically, cannot be torn by a crash between two writes.</summary>
public static class TrainingCheckpoint
{
    private const string CircumstancesKey = "training_circumstances";

    /// <summary>How the metadata is read.</summary>
    public static JsonSerializerOptions Json { get; } = InputJson.Strict(JsonSerializerOptions.Default);

    /// <exception cref="IOException">It could not be written; an earlier file of that name is as it was.</exception>
    public static void Save(string path, TrainedParts parts, TrainingRecipe recipe, RunCircumstances circumstances, RunState state)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path, [.. parts.Model.StateDict(), .. parts.Optimizer.StateTensors(), .. parts.Average?.StateTensors() ?? []], new Dictionary<string, string>
        {
            [TrainingTensors.ConfigKey] = parts.Model.Config.ToJson(),
            [TrainingTensors.RecipeKey] = TrainingRecipeJson.Write(recipe),
            [CircumstancesKey] = JsonSerializer.Serialize(circumstances),
            [TrainingTensors.StateKey] = JsonSerializer.Serialize(state with { HasChecksum = true }),
        });
    }

    /// <summary>Weights alone, for use and for publishing.</summary>
    /// <returns><paramref name="best"/> with the file's checksum.</returns>
    /// <exception cref="IOException">It could not be written; an earlier file of that name is as it was.</exception>
    public static BestResult SaveWeights(string path, DinoDetector model, BestResult best)
        => SaveWeights(path, model.StateDict(), model.Config.ToJson(), best);

    /// <summary>The same from a checkpoint that was saved after that epoch.</summary>
    /// <param name="average">Its moving average in place of its weights.</param>
    /// <exception cref="BadInputException">The checkpoint has no such weights.</exception>
    public static BestResult SaveWeights(string path, Checkpoint checkpoint, bool average, BestResult best)
    {
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (var tensor in checkpoint.Tensors.Where(tensor => !IsState(tensor.Name)))
        {
            tensors.Add(tensor.Name, tensor.AliasOf is { } first ? tensors[first] : Stored(tensor).ToTensor());
        }

        return SaveWeights(path, [.. tensors], Metadata(checkpoint, TrainingTensors.ConfigKey), best);

        static bool IsState(string name) => TrainingTensors.Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

        CheckpointTensor Stored(CheckpointTensor tensor) => !average ? tensor
            : checkpoint.Find(TrainingTensors.AveragePrefix + tensor.Name)
                ?? throw new BadInputException($"{checkpoint.FilePath}: the average of {tensor.Name} is missing");
    }

    /// <summary>Reads where a run stands, and checks the whole file against its checksum.</summary>
    /// <exception cref="BadInputException">Damaged, or no checkpoint of a training run.</exception>
    public static RunState StateOf(Checkpoint checkpoint)
    {
        checkpoint.RequireChecksum();
        var state = Parse<RunState>(checkpoint, TrainingTensors.StateKey);
        if (state.Epoch < 0 || state.Iteration < 0 || (state.HasChecksum && checkpoint.Checksum is null))
        {
            throw new BadInputException($"{checkpoint.FilePath}: damaged: its {TrainingTensors.StateKey} cannot be, or its checksum is gone");
        }

        return state;
    }

    /// <summary>Restores model, optimizer and average in place.</summary>
    /// <exception cref="BadInputException">Damaged, of another model, or of another recipe; the message names file and difference.</exception>
    public static (RunState State, RunCircumstances Circumstances) Load(string path, TrainedParts parts, TrainingRecipe recipe)
    {
        using var checkpoint = Checkpoint.Open(path);
        RecipeAgreement.Require(path, TrainingRecipeJson.Read(Metadata(checkpoint, TrainingTensors.RecipeKey), path), recipe);
        StateDictLoader.Load(parts.Model.StateDict(), checkpoint, new LoadOptions { FinetuneIgnore = TrainingTensors.Prefixes });
        parts.Optimizer.LoadState(checkpoint);
        parts.Average?.LoadState(checkpoint);
        return (StateOf(checkpoint), Parse<RunCircumstances>(checkpoint, CircumstancesKey));
    }

    private static BestResult SaveWeights(
        string path, IReadOnlyList<KeyValuePair<string, torch.Tensor>> weights, string config, BestResult best) => best with
        {
            Checksum = SafetensorsWriter.Write(path, weights, new Dictionary<string, string>
            {
                [TrainingTensors.ConfigKey] = config,
                ["epoch"] = FormattableString.Invariant($"{best.Epoch}"),
                ["ap"] = FormattableString.Invariant($"{best.Ap:R}"),
            }),
        };

    private static T Parse<T>(Checkpoint checkpoint, string key) => InputJson.Parse<T>(
        Metadata(checkpoint, key), $"{checkpoint.FilePath}: damaged: its {key}", Json, "what training writes");

    private static string Metadata(Checkpoint checkpoint, string key) => checkpoint.Metadata.TryGetValue(key, out var value)
        ? value
        : throw new BadInputException(
            $"{checkpoint.FilePath}: no {key} in its metadata; expected a checkpoint of a training run "
            + "(weights alone can start a run, not resume one)");
}
