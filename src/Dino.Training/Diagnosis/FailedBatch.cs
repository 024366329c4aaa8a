using System.Text.Json;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Diagnosis;

/// <summary>A batch that the model could not be trained on, with the weights it met and the seed of its noise: all of the step, to repeat it elsewhere.</summary>
/// <param name="Config">Of the model.</param>
/// <param name="NoiseSeed">Of the denoising queries.</param>
/// <param name="Where">Epoch, batch and image ids in words.</param>
/// <param name="Problem">What was found.</param>
/// <param name="Dtype">That the step computed in (<see cref="ComputeTypes"/>).</param>
public sealed record FailedBatch(DinoConfig Config, long NoiseSeed, string Where, string Problem, string Dtype)
{
    private const string Prefix = "failed_batch.";
    private const string Pixels = Prefix + "pixels";
    private const string Mask = Prefix + "padding_mask";
    private const string FactsKey = "failed_batch";

    private static readonly JsonSerializerOptions s_json = InputJson.Strict(JsonSerializerOptions.Default);

    /// <exception cref="IOException">It could not be written.</exception>
    public static void Save(string path, DinoDetector model, BatchTensors batch, FailedBatch facts)
    {
        var inputs = new List<KeyValuePair<string, torch.Tensor>> { new(Pixels, batch.Images.Pixels), new(Mask, batch.Images.PaddingMask) };
        for (var image = 0; image < batch.Targets.Count; image++)
        {
            inputs.Add(new(Labels(image), batch.Targets[image].Labels));
            inputs.Add(new(Boxes(image), batch.Targets[image].BoxesCxCyWh));
        }

        SafetensorsWriter.Write(path, [.. inputs, .. model.StateDict()], new Dictionary<string, string>
        {
            [TrainingTensors.ConfigKey] = facts.Config.ToJson(),
            [FactsKey] = JsonSerializer.Serialize(new Facts(facts.NoiseSeed, batch.Targets.Count, facts.Where, facts.Problem, facts.Dtype)),
        });
    }

    /// <summary>Reads the facts; <see cref="LoadBatch"/> and <see cref="LoadWeights"/> read the tensors.</summary>
    /// <exception cref="BadInputException">Not such a file.</exception>
    public static FailedBatch Read(Checkpoint checkpoint)
    {
        var facts = FactsOf(checkpoint);
        var config = DinoConfig.FromJson(checkpoint.Metadata[TrainingTensors.ConfigKey], $"{checkpoint.FilePath}: metadata '{TrainingTensors.ConfigKey}'");
        return new FailedBatch(config, facts.NoiseSeed, facts.Where, facts.Problem, facts.Dtype);
    }

    /// <exception cref="BadInputException">A tensor is missing.</exception>
    public static BatchTensors LoadBatch(Checkpoint checkpoint, torch.Device device)
    {
        var targets = Enumerable.Range(0, FactsOf(checkpoint).Images).Select(image => new DetectionTarget(Tensor(Labels(image)), Tensor(Boxes(image))));
        return new BatchTensors(new ImageBatch(Tensor(Pixels), Tensor(Mask)), [.. targets]);

        torch.Tensor Tensor(string name)
        {
            using var scope = torch.NewDisposeScope();
            var stored = checkpoint.Find(name) ?? throw new BadInputException($"{checkpoint.FilePath}: tensor {name} is missing");
            return stored.ToTensor().to(device).DetachFromDisposeScope();
        }
    }

    /// <summary>Takes them as they were, finite or not: the first bad one is what a replay looks for.</summary>
    /// <exception cref="BadInputException">The weights do not fit the model.</exception>
    public static void LoadWeights(Checkpoint checkpoint, DinoDetector model)
        => StateDictLoader.Load(
            model.StateDict(), checkpoint, new LoadOptions { FinetuneIgnore = [Prefix], AllowsNonFinite = true });

    private static Facts FactsOf(Checkpoint checkpoint)
    {
        if (!checkpoint.Metadata.TryGetValue(FactsKey, out var json) || !checkpoint.Metadata.ContainsKey(TrainingTensors.ConfigKey))
        {
            throw new BadInputException(
                $"{checkpoint.FilePath}: no failed batch in it; expected a failed_batch*.safetensors that training saved");
        }

        var source = $"{checkpoint.FilePath}: metadata '{FactsKey}'";
        var facts = InputJson.Parse<Facts>(json, source, s_json, "the facts of a failed batch");
        return facts.Images >= 0 && ComputeTypes.Names.Contains(facts.Dtype)
            ? facts
            : throw new BadInputException($"{source}: says {facts.Images} images and dtype {facts.Dtype}; that is no batch");
    }

    private static string Labels(int image) => FormattableString.Invariant($"{Prefix}labels.{image}");

    private static string Boxes(int image) => FormattableString.Invariant($"{Prefix}boxes.{image}");

    private sealed record Facts(long NoiseSeed, int Images, string Where, string Problem, string Dtype = ComputeTypes.Default);
}
