using Dino.Gating.Comparison;
using Dino.Pipeline.Terminal;
using Spectre.Console;

namespace Dino.Gating.Outputs;

/// <summary>The report for a terminal: what failed or is undecided in full, what passed in a line.</summary>
public static class GateTable
{
    public static void Print(IAnsiConsole console, GateReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "group", "number", "baseline", "now", "difference", "interval", "limit");
        foreach (var row in report.Rows.Where(row => row.Status != GateStatus.Skip))
        {
            table.AddRow(
                Label(row.Status), PlainMarkup.Of(row.Group), PlainMarkup.Of(row.Name),
                GateNumbers.Value(row.Baseline), GateNumbers.Value(row.Now),
                GateNumbers.Difference(row), PlainMarkup.Of(GateNumbers.Interval(row)), GateNumbers.Limit(row));
        }

        console.Write(table);
        foreach (var row in report.Rows.Where(row => row.Status != GateStatus.Pass))
        {
            console.MarkupLine($"{Label(row.Status)} {PlainMarkup.Of($"{row.Group}: {row.Name}: {row.Text}")}");
        }

        console.Say($"run: {report.Run}");
        console.Say($"baseline: {report.Baseline}");
        console.Say($"again: {report.Command}");
        var verdict = PlainMarkup.Of(report.Verdict);
        console.MarkupLine(report.Passed ? $"[green]{verdict}[/]" : $"[red]{verdict}[/]");
    }

    private static string Label(GateStatus status) => status switch
    {
        GateStatus.Pass => "[green]pass[/]",
        GateStatus.Warn => "[yellow]warn[/]",
        GateStatus.Fail => "[red]FAIL[/]",
        _ => "skip",
    };
}
