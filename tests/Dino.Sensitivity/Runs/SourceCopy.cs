namespace Dino.Sensitivity.Runs;

/// <summary>A copy of the work tree to break and build; the work tree itself is never touched.</summary>
public static class SourceCopy
{
    /// <summary>Copies what git does not ignore. Build outputs of an earlier copy stay, so that building is quick; files that are gone are removed.</summary>
    /// <returns><paramref name="target"/>.</returns>
    public static string Make(string repository, string target)
    {
        var files = ChildProcess.Run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], repository).RequireSuccess().Output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(repository, file))).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            Copy(Path.Combine(repository, file), Path.Combine(target, file));
        }

        foreach (var file in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(target, path)))
        {
            if (!file.StartsWith("artifacts", StringComparison.Ordinal) && !files.Contains(file))
            {
                File.Delete(Path.Combine(target, file));
            }
        }

        return target;
    }

    /// <summary>An equal file keeps its time, so that it is not built again.</summary>
    private static void Copy(string source, string target)
    {
        if (File.Exists(target) && File.ReadAllBytes(source).AsSpan().SequenceEqual(File.ReadAllBytes(target)))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, File.ReadAllBytes(source));
    }
}
