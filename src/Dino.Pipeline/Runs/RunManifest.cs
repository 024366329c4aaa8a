using System.Text.Json;
using Dino.Core;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Runs;

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
    /// <exception cref="BadInputException">The file is not a manifest, or it names files outside of the run's folder.</exception>
    public static RunManifest? Load(string path)
    {
        if (!InputFile.IsThere(path))
        {
            return null;
        }

        var manifest = InputJson.Read<RunManifest>(
            path, CommandJson.Input,
            "a run manifest, or damaged (dino reproduce restores it from its copy, or choose another folder)");
        manifest.RequireSound(path);
        return manifest;
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options) + "\n");

    public RunManifest With(string stage, StageRecord record)
        => this with { Stages = new Dictionary<string, StageRecord>(Stages) { [stage] = record } };

    /// <summary>Whether a relative path stays inside the folder that it is relative to.</summary>
    public static bool IsInside(string file)
        => file.Length > 0 && !Path.IsPathRooted(file) && !file.Split('/', '\\').Contains("..");

    /// <summary>Nothing from a file is trusted as a path.</summary>
    /// <exception cref="BadInputException">A stage names a file outside of the run's folder.</exception>
    public void RequireSound(string path)
    {
        foreach (var (name, stage) in Stages)
        {
            foreach (var (file, hash) in stage.Outputs.Concat(stage.Byproducts).Concat(stage.Superseded))
            {
                if (!IsInside(file))
                {
                    throw new BadInputException(
                        $"{path}: stage {name} names the file \"{file}\"; expected paths inside the run's folder with their SHA-256. Choose another folder");
                }
            }
        }
    }
}
