namespace Dino.Checkpoints.Download;

/// <summary>How patient a download is. The defaults suit files of some hundred megabytes over a home connection.</summary>
public sealed record DownloadOptions
{
    /// <summary>Tries without a byte of progress before a source is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second try; it doubles from there, with some chance in it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that sends nothing for so long is dropped and taken up again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes after which what was received is flushed to disk and recorded; a killed run loses no more.</summary>
    public long FlushInterval { get; init; } = 16 << 20;

    /// <summary>Bytes after which a body of unknown length is not read on; the largest known checkpoint has 2.6 GB.</summary>
    public long LargestFile { get; init; } = 8L << 30;
}
