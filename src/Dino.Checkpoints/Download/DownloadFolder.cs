using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>The weights and the files that a download makes beside them.</summary>
internal static class DownloadFolder
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether one is there.</summary>
    /// <param name="mayBeLink">For what is only read; what is written must be a file of our own.</param>
    /// <exception cref="BadInputException">Something else is there: a folder, a pipe, a device, a link.</exception>
    public static bool IsThere(string path, bool mayBeLink = false)
    {
        var file = new FileInfo(path);
        var problem = Directory.Exists(path) ? "folder"
            : file.LinkTarget is not null && !mayBeLink ? "link"
            : file.Exists && !IsRegular(file) ? "pipe or a device"
            : null;
        return problem is null
            ? file.Exists
            : throw new BadInputException($"{path}: is a {problem}; delete it, a download needs its place");
    }

    /// <exception cref="BadInputException">Damaged, or a member is missing or null.</exception>
    public static T Read<T>(string path, string expected)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("it is null");
        }
        catch (JsonException problem)
        {
            throw new BadInputException($"{path}: not {expected}: {problem.Message}", problem);
        }
    }

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

    /// <summary>Pipes and devices have no length. Opened for writing too, a pipe does not wait for its other end.</summary>
    private static bool IsRegular(FileInfo file)
    {
        if (((FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file).Length > 0)
        {
            return true;
        }

        using var probe = new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        return probe.CanSeek && file.LinkTarget is null;
    }
}
