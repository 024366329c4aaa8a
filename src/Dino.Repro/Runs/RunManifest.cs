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
    /// <summary>Reads the manifest; null when there is none.</summary>
    /// <exception cref="BadInputException">The file is not a manifest.</exception>
    public static RunManifest? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(path), CommandJson.Options)
                ?? throw new BadInputException($"{path}: empty; expected a run manifest (delete it to start afresh)");
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}: not a run manifest ({exception.Message}); delete it to start afresh", exception);
        }
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options) + "\n");

    public RunManifest With(string stage, StageRecord record)
        => this with { Stages = new Dictionary<string, StageRecord>(Stages) { [stage] = record } };
}
