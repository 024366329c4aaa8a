using System.IO.Compression;
using System.Text.Json;

namespace Dino.Core.Coco;

/// <summary>Opens COCO files. A file may be gzipped, which its first bytes tell, and may begin with a byte-order mark.</summary>
public static class CocoFile
{
    /// <summary>How deep arrays and objects may be nested.</summary>
    public const int MostDepth = 256;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    internal delegate void Parser(ref JsonStreamReader reader);

    /// <summary>All bytes of a file, unpacked if it is gzipped.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not a regular file, damaged gzip data, or more than 2 GB.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using (var file = InputFile.OpenRead(path, bufferSize: 0))
        {
            if (IsGzip(file))
            {
                return Unpack(file, path);
            }
        }

        return InputFile.ReadAllBytes(path);
    }

    /// <summary>The JSON text of a file, unpacked if it is gzipped, without byte-order mark.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not a regular file, damaged gzip data, or more than 2 GB.</exception>
    public static ReadOnlyMemory<byte> ReadJson(string path)
    {
        var bytes = ReadAllBytes(path);
        return bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
    }

    /// <summary>Lets <paramref name="parse"/> read a file's tokens as they come from the disk. Whatever can go wrong becomes one line that names the
    /// file.</summary>
    /// <param name="expected">What the file should be, such as "a COCO annotation file".</param>
    internal static void Parse(string path, string expected, Parser parse)
    {
        if (!InputFile.IsThere(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected {expected} (JSON)", path);
        }

        using var file = InputFile.OpenRead(path, bufferSize: 1);
        using var stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        try
        {
            var reader = new JsonStreamReader(stream, path);
            parse(ref reader);
        }
        catch (JsonException error)
        {
            throw new BadInputException(
                $"{path}: not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; expected {expected}", error);
        }
        catch (InvalidOperationException error)
        {
            // The reader looks at a string's bytes only when it is asked for the text.
            throw new BadInputException($"{path}: has text that is not UTF-8; expected {expected}", error);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var gzipped = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        return gzipped;
    }

    private static byte[] Unpack(FileStream file, string path)
    {
        using var stream = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                if (bytes.Length + count > Array.MaxLength)
                {
                    throw new BadInputException($"{path}: unpacks to more than {Array.MaxLength} bytes; expected at most that many");
                }

                bytes.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException error)
        {
            throw new BadInputException($"{path}: damaged gzip data: {error.Message}", error);
        }

        return bytes.ToArray();
    }
}
