using System.Text.Json;
using Dino.Core;

namespace Dino.Verification.Fixtures;

/// <summary>Reads fixtures that are JSON.</summary>
internal static class FixtureJson
{
    private const int HeadBytes = 1024;

    /// <summary>True when the first kilobyte of the file holds the key <paramref name="key"/>.</summary>
    public static bool StartsWithKey(string path, string key)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = InputFile.OpenRead(path);
        var head = new byte[HeadBytes];
        var length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return System.Text.Encoding.UTF8.GetString(head, 0, length).Contains($"\"{key}\"", StringComparison.Ordinal);
    }

    /// <summary>Reads with <paramref name="read"/>; what is missing or of another kind becomes one clear line.</summary>
    /// <exception cref="BadInputException">Not JSON, or not as expected.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read)
        => InputJson.Examine(path, read, "a fixture of this kind");
}
