namespace Dino.Sensitivity.Mutants;

/// <param name="FailedTests">Names of the tests that noticed.</param>
/// <param name="FailedRows">What the gate found worse; null where it did not run.</param>
/// <param name="Problem">Why the experiment says nothing of this mutant: it does not build, or a program did not end; else null.</param>
public sealed record MutantResult(Mutant Mutant, IReadOnlyList<string> FailedTests, IReadOnlyList<string>? FailedRows, string? Problem = null)
{
    public bool Survived => Problem is null && FailedTests.Count == 0 && FailedRows is null or { Count: 0 };

    public bool Caught => Problem is null && !Survived;

    public string Verdict => Problem is not null ? "NO RESULT" : Survived ? "SURVIVED" : "caught";

    /// <summary>For the table: the first two names and how many there are.</summary>
    public static string Shown(IReadOnlyList<string>? names) => names switch
    {
        null => "",
        [] => "-",
        _ => string.Join(", ", names.Take(2)) + (names.Count > 2 ? $" and {names.Count - 2} more" : ""),
    };
}
