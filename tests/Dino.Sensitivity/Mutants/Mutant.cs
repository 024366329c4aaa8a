namespace Dino.Sensitivity.Mutants;

/// <summary>A deliberate breakage of the product.</summary>
/// <param name="Name">Short, in kebab case.</param>
/// <param name="Breaks">What is wrong then, for the table.</param>
/// <param name="File">Relative to the repository.</param>
/// <param name="Edits">All are made.</param>
/// <param name="Tests">The test project that should notice.</param>
/// <param name="Filter">Of <c>dotnet test</c>: the tests that run.</param>
/// <param name="Gate">Also run the pipeline and its gate.</param>
/// <param name="Kernels">The gate also judges kernel ratios, measured for it: nothing else should run on the machine.</param>
public sealed record Mutant(string Name, string Breaks, string File, IReadOnlyList<MutantEdit> Edits, string Tests, string Filter, bool Gate = false, bool Kernels = false);
