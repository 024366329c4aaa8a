namespace Dino.Verification.Reporting;

/// <summary>Everything that was compared for one fixture file or folder.</summary>
public sealed record VerificationReport(string Path, string Kind, IReadOnlyList<VerificationRow> Rows)
{
    public bool Passed => Rows.Count > 0 && Rows.All(row => row.Passed);
}

/// <summary>One compared quantity.</summary>
/// <param name="Name">Tensor or number.</param>
/// <param name="WorstError">Largest error in the unit of the limit (absolute or relative, see <paramref name="Measure"/>); NaN when not comparable.</param>
/// <param name="Limit">Largest error that passes; 0 for equality.</param>
/// <param name="Measure">"absolute", "relative", "equal", ...</param>
/// <param name="Passed">False on a miss, a missing value or NaN.</param>
public sealed record VerificationRow(string Name, double WorstError, double Limit, string Measure, bool Passed);
