using Dino.Core;

namespace Dino.Data.Images;

/// <summary>A folder that file names from a JSON file are looked up in. No name leads out of it: no <c>..</c>, no absolute path, no link
/// to elsewhere. The folder itself may be a link.</summary>
public sealed class ImageFolder
{
    // As many as Linux follows before it gives up (path_resolution(7)).
    private const int MostLinks = 40;

    private readonly string _root;

    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    public ImageFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
        {
            throw new DirectoryNotFoundException($"{path}: no such folder; expected the images");
        }

        Path = path;
        _root = WithSeparator(System.IO.Path.GetFullPath(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName));
    }

    /// <summary>As given.</summary>
    public string Path { get; }

    /// <summary>Every file below the folder, as <see cref="Resolve"/> would give it; links are other names of files and not listed.</summary>
    public IEnumerable<string> Files() => Directory
        .EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Order(StringComparer.Ordinal);

    /// <summary>The file of <paramref name="fileName"/>, which may name subfolders.</summary>
    /// <returns>An absolute path inside the folder.</returns>
    /// <exception cref="BadInputException">The name leads out of the folder, or to something else than a file.</exception>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    public string Resolve(string fileName)
    {
        var path = Locate(fileName);
        return InputFile.IsThere(path)
            ? path
            : throw new FileNotFoundException($"{System.IO.Path.Combine(Path, fileName)}: no such image file", path);
    }

    /// <summary>True when the name stays in the folder and the file is there.</summary>
    /// <exception cref="BadInputException">The name leads out of the folder.</exception>
    public bool Contains(string fileName) => File.Exists(Locate(fileName));

    private string Locate(string fileName)
    {
        // A backslash separates folders on Windows only; refusing it keeps a dataset's meaning the same everywhere.
        if (System.IO.Path.IsPathRooted(fileName) || fileName.Contains('\\') || fileName.Contains('\0') || fileName.Split('/').Contains(".."))
        {
            throw LeadsOut(fileName);
        }

        var path = _root;
        var parts = new Stack<string>(fileName.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var links = 0; parts.TryPop(out var part);)
        {
            path = System.IO.Path.Combine(path, part);
            if (LinkTarget(path) is not { } target)
            {
                continue;
            }

            // The target's own parts may be links again, so they are walked from the root like a name of their own.
            if (++links > MostLinks || !target.StartsWith(_root, StringComparison.Ordinal))
            {
                throw LeadsOut(fileName);
            }

            path = _root;
            foreach (var inner in target[_root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                parts.Push(inner);
            }
        }

        return path;
    }

    private static string? LinkTarget(string path)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: false)!.FullName;
    }

    private BadInputException LeadsOut(string fileName)
        => new($"{Path}: file_name \"{fileName}\" leads out of the image folder; expected a relative path inside it, without '..' or links to elsewhere");

    private static string WithSeparator(string path)
        => path.EndsWith(System.IO.Path.DirectorySeparatorChar) ? path : path + System.IO.Path.DirectorySeparatorChar;
}
