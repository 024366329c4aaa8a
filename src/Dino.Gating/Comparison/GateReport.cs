namespace Dino.Gating.Comparison;

/// <summary>A run compared with its baseline.</summary>
/// <param name="Baseline">Where the baseline comes from: date, version, reason.</param>
/// <param name="Command">Makes and judges the run again.</param>
public sealed record GateReport(string Profile, string DeviceClass, string Run, string Baseline, string Command, IReadOnlyList<GateRow> Rows)
{
    public bool Passed => Rows.All(row => row.Status != GateStatus.Fail);

    public string Verdict => Passed
        ? $"gate passed: {Count(GateStatus.Pass)} numbers within their limits, {Count(GateStatus.Warn)} undecided, {Count(GateStatus.Skip)} not judged"
        : $"gate FAILED: {Count(GateStatus.Fail)} of {Rows.Count} numbers got worse than their limit, {Count(GateStatus.Warn)} undecided";

    public int Count(GateStatus status) => Rows.Count(row => row.Status == status);
}
