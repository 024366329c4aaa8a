using System.Security.Cryptography;

namespace Dino.Core;

/// <summary>SHA-256 of files and bytes as 64 lower-case hex digits.</summary>
public static class FileHash
{
    /// <exception cref="BadInputException">Something else than a regular file is there.</exception>
    public static string Sha256(string path)
    {
        using var stream = InputFile.OpenRead(path, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Whether <paramref name="text"/> can be one.</summary>
    public static bool IsSha256(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower);

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
