namespace Dino.Checkpoints.Download;

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes on disk, those of an earlier run included.</param>
/// <param name="Total">Bytes in all; null while the server has not said.</param>
/// <param name="BytesPerSecond">Since this run began.</param>
public readonly record struct DownloadProgress(long Received, long? Total, double BytesPerSecond)
{
    /// <summary>At the present rate; null while unknown.</summary>
    public TimeSpan? Left => Total is { } total && BytesPerSecond > 0 ? TimeSpan.FromSeconds((total - Received) / BytesPerSecond) : null;
}
