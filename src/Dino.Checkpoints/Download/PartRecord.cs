using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>What is known of a part, in a file beside it: where it comes from, which version of the file it is of, and its first
/// bytes, which were safely on disk before this was written.</summary>
/// <param name="Bytes">How many these are.</param>
/// <param name="Sha256">Their SHA-256 in 64 lower-case hex digits.</param>
internal sealed record PartRecord(string Source, FileVersion Version, long Bytes, string Sha256)
{
    /// <exception cref="BadInputException">Damaged.</exception>
    public static PartRecord Read(string path) => DownloadFolder.Read<PartRecord>(path, "a record of a download");

    public void Write(string path) => DownloadFolder.Write(path, this);
}
