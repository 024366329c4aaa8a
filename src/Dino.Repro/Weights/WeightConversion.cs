using System.Text.Json;
using Dino.Checkpoints;
using Dino.Checkpoints.Content;
using Dino.Checkpoints.Families;
using Dino.Core;
using Dino.Engine.Loading;
using TorchSharp;

namespace Dino.Repro.Weights;

/// <summary>Rewrites a weights file in another container or another family's names.</summary>
public static class WeightConversion
{
    private const string Safetensors = ".safetensors";
    private const string Pth = ".pth";
    private const string SourceHash = "source_sha256";

    /// <param name="target">Ends in .safetensors or .pth, which decides the container. A .pth of a training checkpoint of this project gets optimizer and schedule too.</param>
    /// <param name="family">Whose names; null for the official ones, or the file's own where they are of no known family.</param>
    /// <param name="classes">80 or 91 for COCO; null for 91 in official names and the file's own in others.</param>
    /// <returns>What was left out, added or changed, one line each.</returns>
    /// <exception cref="BadInputException">The source cannot be read or represented; nothing is written.</exception>
    public static IReadOnlyList<string> Run(string source, string target, CheckpointFamily? family, int? classes)
    {
        var extension = Path.GetExtension(target);
        if (extension is not (Safetensors or Pth))
        {
            throw new BadInputException($"{target}: ends in '{extension}'; expected {Safetensors} or {Pth}");
        }

        using var scope = torch.NewDisposeScope();
        using var checkpoint = Checkpoint.Open(source);
        checkpoint.RequireChecksum();
        if (family is null && FamilyRecognition.Recognise(checkpoint) == CheckpointFamily.Unknown)
        {
            var metadata = new Dictionary<string, string>(checkpoint.Metadata) { [SourceHash] = FileHash.Sha256(checkpoint.FilePath) };
            Write(target, checkpoint, AsTheyAre(checkpoint), metadata);
            return ["names are of no known family and stay as they are", .. Warnings(checkpoint)];
        }

        using var converted = family is null or CheckpointFamily.Official
            ? ToOfficial(checkpoint, classes)
            : FamilyConverter.FromOfficial(checkpoint, family.Value, classes);
        Write(target, checkpoint, converted.Tensors, Metadata(checkpoint, converted, isOfficial: family is null or CheckpointFamily.Official));
        return [.. converted.Notes, .. converted.Settings.NotRepresentable(), .. Warnings(checkpoint)];
    }

    /// <summary>Whether <see cref="Run"/> wrote a file, whose content says from what.</summary>
    /// <exception cref="BadInputException">It is no checkpoint.</exception>
    public static bool HasWritten(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return checkpoint.Metadata.ContainsKey(SourceHash);
    }

    /// <summary>Translating is still right for whoever looks into such a file; loading it is not.</summary>
    private static IEnumerable<string> Warnings(Checkpoint checkpoint)
        => from tensor in checkpoint.Tensors.Where(tensor => tensor.AliasOf is null)
           let fault = FiniteValues.Fault(tensor)
           where fault is not null
           select $"warning: tensor '{tensor.Name}' {fault}; no verb of dino loads it";

    private static ConvertedWeights ToOfficial(Checkpoint checkpoint, int? classes)
    {
        var converted = FamilyConverter.ToOfficial(checkpoint, classes);
        if (classes is not null || converted.Settings.NumClasses != CocoNumbering.Contiguous)
        {
            return converted;
        }

        converted.Dispose();
        return FamilyConverter.ToOfficial(checkpoint, CocoNumbering.CategoryIds);
    }

    private static List<KeyValuePair<string, torch.Tensor>> AsTheyAre(Checkpoint checkpoint)
    {
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (var tensor in checkpoint.Tensors)
        {
            tensors.Add(tensor.Name, tensor.AliasOf is { } first ? tensors[first] : tensor.ToTensor());
        }

        return [.. tensors];
    }

    private static Dictionary<string, string> Metadata(Checkpoint checkpoint, ConvertedWeights converted, bool isOfficial)
    {
        var metadata = new Dictionary<string, string>(checkpoint.Metadata);
        foreach (var key in (string[])[TrainingTensors.RecipeKey, TrainingTensors.StateKey, "aliases", "format"])
        {
            metadata.Remove(key);
        }

        metadata["source"] = Path.GetFileName(checkpoint.FilePath);
        metadata[SourceHash] = FileHash.Sha256(checkpoint.FilePath);
        metadata[ModelSettings.MetadataKey] = converted.Settings.ToJson();
        if (isOfficial && ConfigInference.Of(converted) is { } config)
        {
            metadata.TryAdd(TrainingTensors.ConfigKey, config.ToJson());
        }

        return metadata;
    }

    private static void Write(string target, Checkpoint checkpoint, IReadOnlyList<KeyValuePair<string, torch.Tensor>> tensors, Dictionary<string, string> metadata)
    {
        if (Path.GetExtension(target) == Safetensors)
        {
            SafetensorsWriter.Write(target, tensors, metadata);
            return;
        }

        var weights = new ReferenceCheckpoint
        {
            Model = tensors,
            Epoch = metadata.TryGetValue("epoch", out var epoch) && int.TryParse(epoch, out var number) ? number : null,
            Args = Arguments(metadata, checkpoint.FilePath),
        };
        TorchCheckpointWriter.Write(target, TrainingExport.AddTo(weights, checkpoint));
    }

    /// <summary>The model's configuration as the reference keeps it among its arguments, and where the weights came from.</summary>
    private static ContentDictionary Arguments(Dictionary<string, string> metadata, string path)
    {
        var arguments = new ContentDictionary();
        if (metadata.TryGetValue(TrainingTensors.ConfigKey, out var config))
        {
            var entries = InputJson.ExamineText(
                config, $"{path}: metadata '{TrainingTensors.ConfigKey}'",
                root => root.EnumerateObject().Select(property => (property.Name, Value: Plain(property.Value))).ToList(),
                "the configuration of a model");
            entries.ForEach(entry => arguments.Set(entry.Name, entry.Value));
        }

        foreach (var (key, value) in metadata.Where(pair => pair.Key is not ("epoch" or TrainingTensors.ConfigKey)))
        {
            arguments.Set(key, value);
        }

        return arguments;
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => value.TryGetInt64(out var integer) ? (object)integer : value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => new ContentList(ContentKind.List, value.EnumerateArray().Select(Plain)),
        _ => null,
    };
}
