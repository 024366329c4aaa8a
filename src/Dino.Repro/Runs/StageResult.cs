namespace Dino.Repro.Runs;

/// <summary>What a stage made.</summary>
/// <param name="Outputs">Paths whose content the manifest pins; the stage runs again when one is missing or changed.</param>
/// <param name="Facts">For the manifest.</param>
/// <param name="Summary">One line for people.</param>
public sealed record StageResult(IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, string> Facts, string Summary);
