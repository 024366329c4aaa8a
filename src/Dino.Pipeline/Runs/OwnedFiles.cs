using Dino.Core;

namespace Dino.Pipeline.Runs;

/// <summary>The files of a run by the record of their content. What the record does not prove to be the run's own is never deleted or overwritten:
/// it is moved into <c>replaced/</c>.</summary>
/// <param name="root">The run's folder.</param>
/// <param name="stamp">Names the folder below <c>replaced/</c>.</param>
public sealed class OwnedFiles(string root, string stamp)
{
    public const string ReplacedFolder = "replaced";

    /// <summary>The place of a recorded file.</summary>
    /// <exception cref="BadInputException">A folder on the way there is a link, so that the file would lie elsewhere.</exception>
    public string Locate(string file)
    {
        var path = root;
        foreach (var part in (Path.GetDirectoryName(file) ?? "").Split('/', '\\').Where(part => part.Length > 0))
        {
            path = Path.Combine(path, part);
            RequireNoLink(path);
        }

        return Path.Combine(root, file);
    }

    /// <exception cref="BadInputException">The folder is a link.</exception>
    public static void RequireNoLink(string folder)
    {
        if (new DirectoryInfo(folder) is { LinkTarget: { } target })
        {
            throw new BadInputException($"{folder}: is a link to {target}; expected a folder of the run's own. Remove the link or choose another --output");
        }
    }

    /// <summary>The first file that is missing or not as recorded; null when all are.</summary>
    public string? FirstDamaged(IReadOnlyDictionary<string, string> files)
        => files.OrderBy(file => file.Key, StringComparer.Ordinal).FirstOrDefault(file => !IsIntact(file.Key, file.Value)).Key;

    /// <summary>Deletes those that are as recorded, and the folders that this empties.</summary>
    public void DeleteIntact(IEnumerable<KeyValuePair<string, string>> files)
    {
        foreach (var (file, hash) in files)
        {
            if (IsIntact(file, hash))
            {
                File.Delete(Locate(file));
                DeleteEmptyFolders(Path.GetDirectoryName(file));
            }
        }
    }

    /// <summary>Moves the files of a folder laid out as the run's into the run.</summary>
    /// <param name="outputs">What the folder holds, with hashes.</param>
    /// <param name="superseded">Files of the last result, with hashes: they are replaced.</param>
    /// <returns>Files of others that were in the way, as moved.</returns>
    public IReadOnlyList<string> Take(string folder, IReadOnlyDictionary<string, string> outputs, IReadOnlyDictionary<string, string> superseded)
    {
        DeleteIntact(superseded.Where(file => !outputs.ContainsKey(file.Key)));
        var moved = new List<string>();
        foreach (var (file, hash) in outputs)
        {
            var target = Locate(file);
            if (Path.Exists(target) && !IsIntact(file, hash) && !(superseded.TryGetValue(file, out var old) && IsIntact(file, old)))
            {
                moved.Add(SetAside(file));
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(folder, file), target, overwrite: true);
        }

        return moved;
    }

    /// <summary>Moves a file or folder of the run into <c>replaced/</c>.</summary>
    /// <returns>Its place there.</returns>
    public string SetAside(string entry)
    {
        var (from, to) = (Locate(entry), Path.Combine(root, ReplacedFolder, stamp, entry));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (Directory.Exists(from) && new DirectoryInfo(from).LinkTarget is null)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: false);
        }

        return to;
    }

    private bool IsIntact(string file, string hash)
    {
        var path = Locate(file);
        return new FileInfo(path) is { Exists: true, LinkTarget: null } && FileHash.Sha256(path) == hash;
    }

    private void DeleteEmptyFolders(string? folder)
    {
        for (; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            var path = Path.Combine(root, folder);
            if (Directory.EnumerateFileSystemEntries(path).Any())
            {
                return;
            }

            Directory.Delete(path);
        }
    }
}
