using Dino.Core;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>What a run's manifest keeps of its weights. A hash that nobody has published is fixed by the first run with the file.</summary>
internal static class WeightsRecord
{
    /// <summary>Key of the file's name.</summary>
    public const string File = "weights";

    /// <summary>Key of the file's SHA-256.</summary>
    public const string Sha256 = "sha256";

    public static IReadOnlyDictionary<string, string> Of(string path) => new Dictionary<string, string> { [File] = Path.GetFileName(path), [Sha256] = FileHash.Sha256(path) };

    /// <exception cref="BadInputException">The file at <paramref name="path"/> is not the one that the manifest recorded under its name.</exception>
    public static void RequireSame(string path, string manifest)
    {
        var facts = RunManifest.Load(manifest)?.Stages.GetValueOrDefault(WeightsStage.StageName)?.Facts;
        if (!System.IO.File.Exists(path) || facts?.GetValueOrDefault(File) != Path.GetFileName(path) || facts?.GetValueOrDefault(Sha256) is not { } recorded)
        {
            return;
        }

        var found = FileHash.Sha256(path);
        if (found != recorded)
        {
            throw new BadInputException($"{path}: SHA-256 is {found}; {manifest} recorded {recorded}. Delete the file to fetch it again, or the manifest to take this one");
        }
    }
}
