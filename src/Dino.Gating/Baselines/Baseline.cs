using Dino.Core;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Baselines;

/// <summary>An accepted run, opened for reading: every file is as it was accepted, and what the manifest does not
/// name is not part of it.</summary>
/// <param name="Folder">Where it lies.</param>
public sealed record Baseline(string Folder, BaselineManifest Manifest)
{
    /// <summary>The accepted ratios of kernels; there need be none.</summary>
    public const string Kernels = "kernels.json";

    private const string ManifestName = "manifest.json";

    /// <summary>Null when the folder holds no baseline.</summary>
    /// <exception cref="BadInputException">The manifest is none, or a file is missing or was changed.</exception>
    public static Baseline? Open(string folder)
    {
        if (!File.Exists(ManifestOf(folder)))
        {
            return null;
        }

        OwnedFiles.RequireNoLink(folder);
        var manifest = BaselineManifest.Load(ManifestOf(folder));
        return new OwnedFiles(folder, "").FirstDamaged(manifest.Files) is { } damaged
            ? throw new BadInputException(
                $"{Path.Combine(folder, damaged)}: missing or changed since the baseline was accepted; "
                + $"give it back (git checkout), or remove {folder} and accept again")
            : new Baseline(folder, manifest);
    }

    public static string ManifestOf(string folder) => Path.Combine(folder, ManifestName);

    public bool Has(string file) => Manifest.Files.ContainsKey(file);

    /// <param name="file">As the manifest names it.</param>
    /// <exception cref="BadInputException">The baseline has no such file.</exception>
    public string Locate(string file) => Has(file)
        ? Path.Combine(Folder, file)
        : throw new BadInputException($"{Path.Combine(Folder, file)}: not part of the baseline; accept again");

    /// <summary>The files of one kind, such as <c>attention</c>, in order.</summary>
    /// <param name="ending">Of their names.</param>
    public IEnumerable<string> FilesOf(string kind, string ending) => Manifest.Files.Keys
        .Where(file => file.StartsWith(kind + "/", StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
