using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;

namespace Dino.Gating.Baselines;

/// <summary><c>manifest.json</c> of a baseline.</summary>
/// <param name="Accepted">UTC, ISO 8601.</param>
/// <param name="Reason">Why these numbers are right, in the words of the person who accepted them.</param>
/// <param name="Run">The manifest of the run that made them.</param>
/// <param name="Files">The baseline's files relative to its folder, "/" between names, and their SHA-256.</param>
/// <param name="KernelsOrigin">Where the ratios of kernels come from, which stay when a run is accepted without any; null where
/// there are none.</param>
public sealed record BaselineManifest(
    string Accepted,
    string Reason,
    RunManifest Run,
    IReadOnlyDictionary<string, string> Files,
    string? KernelsOrigin = null)
{
    private static readonly JsonSerializerOptions s_written
        = new(CommandJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>One line for people.</summary>
    [JsonIgnore]
    public string Origin => $"accepted {Accepted} from version {Run.Environment.Version} ({Reason})";

    /// <exception cref="BadInputException">Not such a file, or it names files outside of the baseline's folder.</exception>
    public static BaselineManifest Load(string path)
    {
        var manifest = InputJson.Read<BaselineManifest>(path, CommandJson.Input, "a baseline manifest; give it back (git checkout)");
        manifest.Run.RequireSound(path);
        return manifest.Files.Keys.FirstOrDefault(file => !RunManifest.IsInside(file)) is { } outside
            ? throw new BadInputException(
                $"{path}: names the file \"{outside}\"; expected paths inside the folder with their SHA-256; give it back (git checkout)")
            : manifest;
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, s_written) + "\n");
}
