namespace Dino.Sensitivity.Mutants;

/// <param name="FailedTests">Names of the tests that noticed.</param>
/// <param name="FailedRows">What the gate found worse; null where it did not run.</param>
public sealed record MutantResult(Mutant Mutant, IReadOnlyList<string> FailedTests, IReadOnlyList<string>? FailedRows)
{
    public bool Survived => FailedTests.Count == 0 && FailedRows is null or { Count: 0 };

    /// <summary>For the table: the first two names and how many there are.</summary>
    public static string Shown(IReadOnlyList<string>? names) => names switch
    {
        null => "",
        [] => "-",
        _ => string.Join(", ", names.Take(2)) + (names.Count > 2 ? $" and {names.Count - 2} more" : ""),
    };
}
