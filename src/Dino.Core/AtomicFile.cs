using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Dino.Core;

/// <summary>Writes files so that a reader sees the old content or the new, never a part: temporary name, flush to disk, rename.</summary>
public static partial class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; creates the folder. If the writer throws, the old file stays and the temporary one goes.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}{TemporarySuffix}";
        UnfinishedFiles.Add(temporary);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (ArgumentOutOfRangeException problem) when (problem.Message.Contains("file length", StringComparison.Ordinal))
        {
            // .NET's way of saying EFBIG.
            File.Delete(temporary);
            throw new IOException($"{path}: larger than the file system or a limit of this process allows", problem);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        finally
        {
            UnfinishedFiles.Remove(temporary);
        }
    }

    /// <summary>As <see cref="Write"/>, and reads the file back before it takes the old one's place: a disk or a quota that swallowed bytes is found while the old file is still there.</summary>
    /// <param name="write">Gets a stream that only writes, from begin to end.</param>
    /// <exception cref="IOException">It could not be written, or what was read back differs.</exception>
    public static void WriteVerified(string path, Action<Stream> write) => Write(path, stream =>
    {
        using var written = SHA256.Create();
        using (var hashing = new CryptoStream(stream, written, CryptoStreamMode.Write, leaveOpen: true))
        {
            write(hashing);
        }

        ((FileStream)stream).Flush(flushToDisk: true);
        stream.Position = 0;
        if (!SHA256.HashData(stream).AsSpan().SequenceEqual(written.Hash))
        {
            throw new IOException($"{path}: what was read back differs from what was written; the disk may be failing");
        }
    });

    /// <summary>Removes what writers left behind that were killed in the middle, by the names that only this class gives. Only where no other
    /// process writes into <paramref name="folder"/>.</summary>
    public static void DeleteLeftovers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*" + TemporarySuffix).Where(file => TemporaryName().IsMatch(file)))
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    public static void WriteText(string path, string text)
        => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"\.\d+-[0-9a-f]{32}\.tmp$")]
    private static partial Regex TemporaryName();
}
