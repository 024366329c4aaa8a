using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>Where a file came from and what it was, beside it on disk: a hash that nobody has published is fixed by the first download.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record DownloadRecord(string Source, long Bytes, string Sha256)
{
    /// <summary>The record of <paramref name="file"/>; null when there is none.</summary>
    /// <exception cref="BadInputException">Damaged, or something else is in its place.</exception>
    public static DownloadRecord? Read(string file)
    {
        var path = PathFor(file);
        if (!DownloadFolder.IsThere(path))
        {
            return null;
        }

        const string remedy = "delete it and the weights to fetch them again";
        var record = DownloadFolder.Read<DownloadRecord>(path, $"the record of a download ({remedy})");
        return FileHash.IsSha256(record.Sha256)
            ? record
            : throw new BadInputException($"{path}: sha256 is '{record.Sha256}', expected 64 lower-case hex digits; {remedy}");
    }

    public void Write(string file) => DownloadFolder.Write(PathFor(file), this);

    public static string PathFor(string file) => file + ".origin.json";
}
