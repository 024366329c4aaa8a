using System.IO.Compression;
using System.Text.Json;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>Opens a JSON file, plain or gzipped, and turns what can go wrong in it into one line that names the file.</summary>
internal static class JsonSource
{
    public delegate T Parser<T>(ref JsonStreamReader reader);

    public static T Parse<T>(string path, Parser<T> parse)
    {
        using var file = InputFile.OpenRead(path, bufferSize: 1);
        using var stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        try
        {
            var reader = new JsonStreamReader(stream, path);
            return parse(ref reader);
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}: not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The reader looks at a string's bytes only when it is asked for the text.
            throw new BadInputException($"{path}: has text that is not UTF-8; expected JSON in UTF-8", exception);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var gzipped = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        return gzipped;
    }
}
