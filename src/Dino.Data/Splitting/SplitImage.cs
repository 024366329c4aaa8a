namespace Dino.Data.Splitting;

/// <summary>An image of a split.</summary>
/// <param name="Part">train or val.</param>
/// <param name="Sha256">Of the file's bytes.</param>
public sealed record SplitImage(long Id, string FileName, string Part, string Sha256);
