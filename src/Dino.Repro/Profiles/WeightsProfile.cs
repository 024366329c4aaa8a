namespace Dino.Repro.Profiles;

/// <summary>Exactly one of the two.</summary>
/// <param name="Shipped">File name under baselines/weights, delivered with the program.</param>
/// <param name="Catalogue">Name in the download catalogue (<c>dino weights fetch</c>).</param>
public sealed record WeightsProfile(string? Shipped = null, string? Catalogue = null);
