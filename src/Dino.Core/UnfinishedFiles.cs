namespace Dino.Core;

/// <summary>Files and folders of this process under temporary names. A process that ends before their writers have takes
/// them along, so that nothing half-written stays.</summary>
internal static class UnfinishedFiles
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<string> s_paths = [];

    /// <param name="path">Absolute; does not exist yet.</param>
    public static void Add(string path)
    {
        lock (s_gate)
        {
            s_paths.Add(path);
        }
    }

    public static void Remove(string path)
    {
        lock (s_gate)
        {
            s_paths.Remove(path);
        }
    }

    /// <summary>Deletes all of them, and holds up every writer that begins or finishes from now on: the process must
    /// end.</summary>
    public static void DeleteForGood()
    {
        s_gate.Enter();
        foreach (var path in s_paths)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Still written to by another thread, or on a disk that failed; the others can go all the same.
            }
        }
    }
}
