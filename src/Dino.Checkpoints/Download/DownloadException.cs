namespace Dino.Checkpoints.Download;

/// <summary>A source failed. Transient failures are tried again, others not.</summary>
internal sealed class DownloadException(string message, bool transient, Exception? cause = null) : Exception(message, cause)
{
    public bool Transient => transient;
}
