namespace Dino.Pipeline.Runs;

/// <summary>What differs between a stage's recorded fingerprint and today's.</summary>
/// <param name="Settings">Options of profile or command line.</param>
/// <param name="Code">Parts of the program.</param>
/// <param name="Inputs">The user's files.</param>
/// <param name="Upstream">Stages before it.</param>
public sealed record FingerprintChange(bool Settings, IReadOnlyList<string> Code, IReadOnlyList<string> Inputs, IReadOnlyList<string> Upstream)
{
    private const int MostNamed = 4;

    public bool Any => Settings || Code.Count + Inputs.Count + Upstream.Count > 0;

    /// <summary>In words, such as "options, code of Dino.Ops".</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Settings ? "options" : null,
        Named("code of", Code),
        Named("input", Inputs),
        Named("results of", Upstream),
    }.OfType<string>());

    private static string? Named(string kind, IReadOnlyList<string> names) => names.Count == 0 ? null
        : names.Count <= MostNamed
        ? $"{kind} {string.Join(" and ", names)}"
        : $"{kind} {string.Join(", ", names.Take(MostNamed - 1))} and {names.Count - MostNamed + 1} more";
}
