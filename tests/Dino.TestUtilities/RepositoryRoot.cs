namespace Dino.TestUtilities;

/// <summary>Finds the repository from a test's output folder.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A folder beside the repository with data that is never copied into it; null when absent.</summary>
    public static string? Shared => Directory.Exists(System.IO.Path.Combine(Path, "..", "shared"))
        ? System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", "shared"))
        : null;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Dino.Repro.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no Dino.Repro.sln above {AppContext.BaseDirectory}");
    }
}
