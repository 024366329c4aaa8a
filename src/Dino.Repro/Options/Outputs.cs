using Dino.Core;

namespace Dino.Repro.Options;

/// <summary>The files that a command's options name, declared before any work: what it would write must neither be one of its
/// inputs nor a file that the program did not write.</summary>
internal sealed class Outputs
{
    private readonly List<string> _inputs = [];
    private readonly List<(string Option, string Path, OutputKind Kind)> _outputs = [];

    /// <summary>Files that the command reads; null stands for an option that was left out.</summary>
    public Outputs Reads(params ReadOnlySpan<string?> paths)
    {
        foreach (var path in paths)
        {
            if (path is not null)
            {
                _inputs.Add(path);
            }
        }

        return this;
    }

    /// <param name="option">As typed, for messages.</param>
    /// <param name="path">Null where the option was left out.</param>
    public Outputs Writes(string option, string? path, OutputKind kind)
    {
        if (path is not null)
        {
            _outputs.Add((option, path, kind));
        }

        return this;
    }

    /// <exception cref="BadInputException">A file would be lost; nothing was written.</exception>
    public void Require()
    {
        foreach (var (index, (option, path, kind)) in _outputs.Index())
        {
            if (_inputs.Find(input => IsSame(input, path)) is { } input)
            {
                throw new BadInputException($"{option} {path}: is {input}, which the command reads; choose another name");
            }

            if (_outputs.Take(index).FirstOrDefault(other => IsSame(other.Path, path)) is { Option: { } other })
            {
                throw new BadInputException($"{option} {path}: is the file of {other} too; choose another name");
            }

            if (Directory.Exists(path))
            {
                throw new BadInputException($"{option} {path}: is a folder; expected the name of a file");
            }

            if (Real(path) is { Exists: true } file && !kind.IsOurs(file))
            {
                throw new BadInputException(
                    $"{option} {path}: exists and is not {kind.Description}; choose another name, or delete the file");
            }
        }
    }

    /// <summary>One file by whatever names: through links of either kind, and in other letters where the file system ignores
    /// case. (A copy with the same time counts too, which does no harm.)</summary>
    private static bool IsSame(string one, string other)
    {
        var (first, second) = (Real(one), Real(other));
        return string.Equals(first.FullName, second.FullName, StringComparison.Ordinal)
            || (first.Exists && second.Exists && first.Length > 0 && first.Length == second.Length
                && first.LastWriteTimeUtc == second.LastWriteTimeUtc
                && FileHash.Sha256(first.FullName) == FileHash.Sha256(second.FullName));
    }

    private static FileInfo Real(string path)
    {
        // Without "..", which .NET takes away by the name and Unix follows through folders that must exist.
        var full = Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is FileInfo target
            ? target
            : new FileInfo(full);
    }
}
