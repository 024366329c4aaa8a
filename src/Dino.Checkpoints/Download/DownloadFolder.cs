using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>The weights and the files that a download makes beside them.</summary>
internal static class DownloadFolder
{
    private static readonly JsonSerializerOptions s_json = InputJson.Strict(
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true });

    /// <summary>Whether a file is there.</summary>
    /// <param name="mayBeLink">For what is only read; what is written must be a file of our own.</param>
    /// <exception cref="BadInputException">Something else is there: a folder, a pipe, a device, a link.</exception>
    public static bool IsThere(string path, bool mayBeLink = false)
        => mayBeLink || new FileInfo(path).LinkTarget is null
        ? InputFile.IsThere(path)
        : throw new BadInputException($"{path}: is a link; delete it, a download needs its place");

    /// <exception cref="BadInputException">Damaged, or a member is missing or null.</exception>
    public static T Read<T>(string path, string expected) => InputJson.Read<T>(path, s_json, expected);

    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, JsonSerializer.Serialize(value, s_json));

    /// <summary>Holds <paramref name="target"/> for this process until the result is disposed.</summary>
    /// <exception cref="BadInputException">Another process has it, or the folder cannot be written.</exception>
    public static FileStream Lock(string target)
    {
        var path = target + ".lock";
        try
        {
            IsThere(path);
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException problem)
        {
            throw new BadInputException(
                FolderLock.IsHeld(problem)
                ? $"{target}: another process is fetching it; wait until it has ended"
                : $"{path}: cannot be written ({problem.Message})",
                problem);
        }
    }
}
