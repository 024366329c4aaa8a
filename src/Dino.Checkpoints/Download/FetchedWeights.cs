namespace Dino.Checkpoints.Download;

/// <summary>A weights file on this machine.</summary>
/// <param name="Sha256">64 hex digits, computed from the bytes on disk.</param>
/// <param name="AlreadyThere">True when nothing was downloaded.</param>
public sealed record FetchedWeights(string Path, long Bytes, string Sha256, bool AlreadyThere);
