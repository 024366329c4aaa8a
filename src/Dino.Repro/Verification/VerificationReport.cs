namespace Dino.Repro.Verification;

/// <summary>Everything that was compared for one fixture file or folder.</summary>
public sealed record VerificationReport(string Path, string Kind, IReadOnlyList<VerificationRow> Rows)
{
    public bool Passed => Rows.Count > 0 && Rows.All(row => row.Passed);
}
