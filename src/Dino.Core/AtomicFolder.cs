namespace Dino.Core;

/// <summary>Writes a folder so that it is there whole or not at all: temporary name beside it, rename.</summary>
public static class AtomicFolder
{
    /// <summary>Fills <paramref name="folder"/>, which must be missing or empty, through <paramref name="write"/>. If the writer
    /// throws, nothing of it stays.</summary>
    /// <param name="write">Gets the temporary folder, which it creates with what it writes.</param>
    /// <exception cref="IOException">The folder is not empty.</exception>
    public static void Write(string folder, Action<string> write)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        UnfinishedFiles.Add(temporary);
        try
        {
            write(temporary);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(temporary, target);
        }
        catch
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            throw;
        }
        finally
        {
            UnfinishedFiles.Remove(temporary);
        }
    }
}
