using System.Text;
using Dino.Core;
using Dino.Gating.Comparison;

namespace Dino.Gating.Outputs;

/// <summary>The report as GitHub shows it: the step summary and the comment on the pull request.</summary>
public static class GateMarkdown
{
    /// <summary>First line of every comment; by it the workflow finds the comment to replace.</summary>
    public static string Marker(GateReport report) => $"<!-- dino-gate {report.Profile}-{report.DeviceClass} -->";

    public static string Format(GateReport report)
    {
        var text = new StringBuilder();
        text.Append(Marker(report)).Append("\n## ").Append(report.Passed ? "✅" : "❌").Append(" Gate ").Append(Escape($"{report.Profile} on {report.DeviceClass}")).Append("\n\n")
            .Append(Escape(report.Verdict)).Append(".\n");
        Section(text, "Worse than the limit", report, GateStatus.Fail);
        Section(text, "Undecided", report, GateStatus.Warn);
        text.Append("\n<details><summary>All numbers</summary>\n");
        Section(text, "Within their limits", report, GateStatus.Pass);
        foreach (var row in report.Rows.Where(row => row.Status == GateStatus.Skip))
        {
            text.Append("\n- not judged: ").Append(Escape($"{row.Group}, {row.Name}: {row.Text}"));
        }

        return text.Append("\n\n</details>\n\nRun: ").Append(Escape(report.Run)).Append("  \nBaseline: ").Append(Escape(report.Baseline))
            .Append("  \nAgain: `").Append(PlainText.Of(report.Command).Replace('`', '\'')).Append("`\n").ToString();
    }

    private static void Section(StringBuilder text, string title, GateReport report, GateStatus status)
    {
        var rows = report.Rows.Where(row => row.Status == status).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        text.Append("\n**").Append(title).Append("**\n\n| group | number | baseline | now | difference | interval | limit | |\n|---|---|--:|--:|--:|---|--:|---|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", new[]
            {
                row.Group, row.Name, GateNumbers.Value(row.Baseline), GateNumbers.Value(row.Now), GateNumbers.Difference(row), GateNumbers.Interval(row), GateNumbers.Limit(row), row.Text,
            }.Select(Escape)).Append(" |\n");
        }
    }

    /// <summary>File names and reasons come from the pull request: they stay text, on one line, and mention nobody.</summary>
    private static string Escape(string value) => PlainText.Of(value.ReplaceLineEndings(" "))
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("@", "&#64;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("!", "\\!", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal);
}
