namespace Dino.Checkpoints.Download;

/// <summary>A weights file that can be downloaded.</summary>
/// <param name="Name">What <c>dino weights fetch</c> calls it.</param>
/// <param name="File">Name of the file, without folders.</param>
/// <param name="Description">Model and published AP.</param>
/// <param name="Sources">URLs in the order they are tried.</param>
/// <param name="Size">Bytes; null where nobody has published it.</param>
/// <param name="Sha256">Hex digits: all 64, or the first 8 or more where that is all the publisher gives; null where nobody has published it.</param>
/// <param name="Licence">Whose terms hold.</param>
public sealed record WeightEntry(string Name, string File, string Description, IReadOnlyList<Uri> Sources, long? Size = null, string? Sha256 = null, string Licence = "");
