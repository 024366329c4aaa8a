namespace Dino.Repro.Runs;

/// <summary>What a stage made, beside the files in its output folder.</summary>
/// <param name="Facts">For the manifest.</param>
/// <param name="Summary">One line for people.</param>
public sealed record StageResult(IReadOnlyDictionary<string, string> Facts, string Summary)
{
    /// <summary>Files of the stage's resumable folder that later stages read: their content is pinned.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Files of the stage's resumable folder that no later stage reads: recorded as the run's own.</summary>
    public IReadOnlyList<string> Byproducts { get; init; } = [];
}
