using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>Where a file came from and what it was, beside it on disk: a hash that nobody has published is fixed by the first download.</summary>
internal sealed record DownloadRecord(string Source, long Bytes, string Sha256)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static DownloadRecord? Read(string file)
    {
        var path = PathFor(file);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<DownloadRecord>(File.ReadAllText(path), Json) : null;
        }
        catch (JsonException problem)
        {
            throw new BadInputException($"{path}: not a download record; delete it to fetch the file again", problem);
        }
    }

    public void Write(string file) => AtomicFile.WriteText(PathFor(file), JsonSerializer.Serialize(this, Json));

    private static string PathFor(string file) => file + ".origin.json";
}
