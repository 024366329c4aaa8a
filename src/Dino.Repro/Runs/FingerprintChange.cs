namespace Dino.Repro.Runs;

/// <summary>What differs between a stage's recorded fingerprint and today's.</summary>
/// <param name="Settings">Options of profile or command line.</param>
/// <param name="Code">Parts of the program.</param>
/// <param name="Inputs">The user's files.</param>
/// <param name="Upstream">Stages before it.</param>
public sealed record FingerprintChange(bool Settings, IReadOnlyList<string> Code, IReadOnlyList<string> Inputs, IReadOnlyList<string> Upstream)
{
    public bool Any => Settings || Code.Count + Inputs.Count + Upstream.Count > 0;

    /// <summary>In words, such as "options, code (Dino.Ops)".</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Settings ? "options" : null,
        Named("code", Code),
        Named("input", Inputs),
        Named("results of", Upstream),
    }.OfType<string>());

    private static string? Named(string kind, IReadOnlyList<string> names) => names.Count == 0 ? null : $"{kind} {string.Join(" and ", names)}";
}
