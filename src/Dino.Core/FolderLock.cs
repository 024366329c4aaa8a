namespace Dino.Core;

/// <summary>Holds a folder for one process by its file <c>.lock</c>, which stays when the lock is released. The system releases it when the
/// process ends, however it ends.</summary>
public sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    // EWOULDBLOCK of flock(2) on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows; .NET passes them on in HResult.
    private static readonly int[] s_held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    /// <summary>Creates the folder where it is missing.</summary>
    /// <exception cref="BadInputException">Another process holds the folder, or its lock cannot be written; the message says which.</exception>
    public FolderLock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            _file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (IsHeld(problem))
        {
            throw new BadInputException(
                $"{folder}: in use by another process; wait until it has ended or choose another folder", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{folder}: cannot be locked for writing ({problem.Message}); make it writable or choose another folder", problem);
        }
    }

    /// <summary>Whether a file could not be opened because another process holds it, and for no other reason.</summary>
    public static bool IsHeld(IOException problem) => s_held.Contains(problem.HResult);

    public void Dispose() => _file.Dispose();
}
