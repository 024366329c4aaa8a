namespace Dino.TestUtilities.Snapshots;

/// <summary>A received text is not the verified one; the message shows the first differences and where the received text lies.</summary>
public sealed class SnapshotMismatchException(string message) : Exception(message);
