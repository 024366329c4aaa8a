namespace Dino.Sensitivity.Mutants;

/// <param name="Find">Occurs exactly once in the file.</param>
/// <param name="Replace">Takes its place.</param>
public sealed record MutantEdit(string Find, string Replace);
