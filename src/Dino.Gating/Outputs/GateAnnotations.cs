using Dino.Core;
using Dino.Gating.Comparison;

namespace Dino.Gating.Outputs;

/// <summary>Workflow commands that GitHub turns into annotations of the run.</summary>
public static class GateAnnotations
{
    /// <summary>One line for each number that failed or is undecided.</summary>
    public static IEnumerable<string> Lines(GateReport report) => report.Rows
        .Where(row => row.Status is GateStatus.Fail or GateStatus.Warn)
        .Select(row => $"::{(row.Status == GateStatus.Fail ? "error" : "warning")} title={Property($"gate: {row.Group}: {row.Name}")}::{Data(
            $"{row.Text} (baseline {GateNumbers.Value(row.Baseline)}, now {GateNumbers.Value(row.Now)}, limit {GateNumbers.Limit(row)}); again: {report.Command}")}");

    /// <summary>As the runner's toolkit escapes (actions/toolkit, packages/core/src/command.ts).</summary>
    private static string Data(string text) => PlainText.Lines(text)
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
