namespace Dino.Repro.Models;

/// <summary>A tensor of an inspected file.</summary>
/// <param name="AliasOf">The earlier name of the same numbers; null for the first.</param>
public sealed record InspectedTensor(string Name, string DType, IReadOnlyList<long> Shape, string? AliasOf);
