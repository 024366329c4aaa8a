namespace Dino.Core;

/// <summary>Lists the files below a user's folder. Links to folders are followed, and each real folder is visited once, however
/// many links lead to it or back to where they lie.</summary>
public static class FolderWalk
{
    /// <summary>More files than any data set has: a pattern that starts at <c>/</c> ends too.</summary>
    public const int MostFiles = 10_000_000;

    /// <param name="depth">Folders below <paramref name="folder"/> that are entered: 0 lists its own files.</param>
    /// <returns>Paths that begin with <paramref name="folder"/> as it was given, folder by folder.</returns>
    /// <exception cref="BadInputException">More than <see cref="MostFiles"/>.</exception>
    public static IEnumerable<string> Files(string folder, int depth = int.MaxValue)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal) { Real(Path.GetFullPath(folder)) };
        var waiting = new Queue<(string Folder, int Depth)>([(folder, depth)]);
        var count = 0;
        while (waiting.TryDequeue(out var next))
        {
            foreach (var file in Directory.EnumerateFiles(next.Folder))
            {
                yield return ++count <= MostFiles
                    ? file
                    : throw new BadInputException($"{folder}: has more than {MostFiles} files; name a folder further in");
            }

            // What is named without a link comes first, so that it keeps that name.
            var folders = next.Depth == 0 ? [] : new DirectoryInfo(next.Folder).EnumerateDirectories();
            var ordered = folders.OrderBy(inner => inner.LinkTarget is not null)
                .ThenBy(inner => inner.Name, StringComparer.Ordinal);
            foreach (var inner in ordered)
            {
                if (visited.Add(Real(inner.FullName)))
                {
                    waiting.Enqueue((Path.Combine(next.Folder, inner.Name), next.Depth - 1));
                }
            }
        }
    }

    /// <summary>The path of an existing folder without links in any part.</summary>
    private static string Real(string path)
    {
        var (real, rest) = (Path.GetPathRoot(path)!, path[Path.GetPathRoot(path)!.Length..]);
        foreach (var part in rest.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var folder = new DirectoryInfo(Path.Combine(real, part));
            var target = folder.LinkTarget is null ? null : folder.ResolveLinkTarget(returnFinalTarget: false);
            real = target is null ? folder.FullName : Real(target.FullName);
        }

        return real;
    }
}
