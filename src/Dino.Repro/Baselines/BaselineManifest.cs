using System.Text.Json;
using Dino.Core;
using Dino.Repro.Cli;
using Dino.Repro.Runs;

namespace Dino.Repro.Baselines;

/// <summary><c>manifest.json</c> of a baseline.</summary>
/// <param name="Accepted">UTC, ISO 8601.</param>
/// <param name="Reason">Why these numbers are right, in the words of the person who accepted them.</param>
/// <param name="Run">The manifest of the run that made them.</param>
public sealed record BaselineManifest(string Accepted, string Reason, RunManifest Run)
{
    /// <summary>One line for people.</summary>
    public string Origin => $"accepted {Accepted} from version {Run.Environment.Version} ({Reason})";

    /// <exception cref="BadInputException">Not such a file.</exception>
    public static BaselineManifest Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BaselineManifest>(File.ReadAllBytes(path), CommandJson.Options)
                ?? throw new BadInputException($"{path}: empty; expected a baseline manifest");
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}: not a baseline manifest ({exception.Message})", exception);
        }
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options) + "\n");
}
