using System.Runtime.InteropServices;

namespace Dino.Core;

/// <summary>Opens the files that a user gave. Only regular files are read, directly or through a link: a pipe, a device or a
/// socket would be waited on for ever or never end, and a folder in a file's place is a mistake and not an absent file.</summary>
public static partial class InputFile
{
    /// <summary>Bytes of the largest small document: profiles, manifests, records.</summary>
    public const long MostDocumentBytes = 1L << 30;

    private const int FormatMask = 0xF000;
    private const int RegularFormat = 0x8000;

    /// <summary>Whether a file is there.</summary>
    /// <returns>False when nothing is at <paramref name="path"/>, or a link to nothing.</returns>
    /// <exception cref="BadInputException">Something else than a regular file is there.</exception>
    public static bool IsThere(string path)
    {
        if (Directory.Exists(path))
        {
            throw new BadInputException($"{path}: is a folder; expected a file");
        }

        return File.Exists(path) && Format(path) switch
        {
            null => false,
            RegularFormat => true,
            _ => throw new BadInputException($"{path}: is a pipe, a device or a socket; expected a file on a disk"),
        };
    }

    /// <summary>Opens a file for reading; the caller disposes the stream.</summary>
    /// <param name="bufferSize">Of the stream; 0 or 1 for none.</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Something else than a regular file is there.</exception>
    public static FileStream OpenRead(string path, int bufferSize = 4096)
        => IsThere(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize)
        : throw new FileNotFoundException($"{path}: no such file", path);

    /// <summary>All bytes of a file.</summary>
    /// <param name="most">Refuses a larger file.</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not a regular file, or a larger one.</exception>
    public static byte[] ReadAllBytes(string path, long most = int.MaxValue)
    {
        using var stream = OpenRead(path, bufferSize: 0);
        if (stream.Length > Math.Min(most, Array.MaxLength))
        {
            throw new BadInputException($"{path}: has {stream.Length} bytes; expected at most {Math.Min(most, Array.MaxLength)}");
        }

        var bytes = new byte[stream.Length];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>All text of a small file in UTF-8, with or without byte-order mark.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not a regular file, or larger than <see cref="MostDocumentBytes"/>.</exception>
    public static string ReadAllText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path, MostDocumentBytes)));
        return reader.ReadToEnd();
    }

    /// <summary>What the path leads to; null for nothing. Where the system does not say, a file counts as regular.</summary>
    private static unsafe int? Format(string path)
    {
        const int currentFolder = -100, typeOnly = 1, resultBytes = 256, modeOffset = 28;
        if (!OperatingSystem.IsLinux())
        {
            return RegularFormat;
        }

        var result = stackalloc byte[resultBytes];
        // The full path, as .NET understands it: a/../b is b, whether there is a folder a or not.
        return StatX(currentFolder, Path.GetFullPath(path), flags: 0, typeOnly, result) == 0
            ? Marshal.ReadInt16((nint)result, modeOffset) & FormatMask
            : null;
    }

    // struct statx is the same on all processors, unlike struct stat.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint mask, byte* result);
}
