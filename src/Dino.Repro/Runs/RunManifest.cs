using System.Text.Json;
using Dino.Core;
using Dino.Repro.Cli;

namespace Dino.Repro.Runs;

/// <summary><c>run.json</c>: what was run, with what, on what.</summary>
/// <param name="Options">What the last command line that ran a stage said, by option without dashes; null in manifests that do not know it.</param>
public sealed record RunManifest(
    string Profile,
    long Seed,
    EnvironmentFacts Environment,
    IReadOnlyDictionary<string, StageRecord> Stages,
    IReadOnlyDictionary<string, string>? Options = null)
{
    private static readonly JsonSerializerOptions s_json = new(CommandJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the manifest; null when there is none.</summary>
    /// <exception cref="BadInputException">The file is not a manifest, or it names files outside of the run's folder.</exception>
    public static RunManifest? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var manifest = JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("it is empty");
            manifest.RequireSound(path);
            return manifest;
        }
        catch (JsonException exception)
        {
            throw new BadInputException(
                $"{path}: damaged, or not a run manifest ({exception.Message}); dino reproduce restores it from its copy, or choose another folder", exception);
        }
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options) + "\n");

    public RunManifest With(string stage, StageRecord record)
        => this with { Stages = new Dictionary<string, StageRecord>(Stages) { [stage] = record } };

    /// <summary>Serializers allow null values in dictionaries, and nothing from a file is trusted as a path.</summary>
    private void RequireSound(string path)
    {
        foreach (var (name, stage) in Stages)
        {
            if (stage is null)
            {
                throw new BadInputException($"{path}: stage {name} is null; expected its record. Choose another folder");
            }

            foreach (var (file, hash) in stage.Outputs.Concat(stage.Byproducts).Concat(stage.Superseded))
            {
                if (hash is null || file.Length == 0 || Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
                {
                    throw new BadInputException(
                        $"{path}: stage {name} names the file \"{file}\"; expected paths inside the run's folder with their SHA-256. Choose another folder");
                }
            }
        }
    }
}
