namespace Dino.TestUtilities.Snapshots;

/// <summary>A line that differs.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Verified">Null where the received text is longer.</param>
/// <param name="Received">Null where it is shorter.</param>
/// <param name="Reason">What differs.</param>
public sealed record TextDifference(int Line, string? Verified, string? Received, string Reason);
