using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dino.Core;
using Dino.Gating.Comparison;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary><c>dino compare-kernels BEFORE AFTER</c>: is my kernel change faster?</summary>
internal static class CompareKernelsCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "kernels.json of a benchmark run." };
        var after = new Argument<string>("AFTER") { Description = "kernels.json of a run of the changed kernels." };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the rows to this file." };
        var command = new Command("compare-kernels", "Compares the speed of kernels in two benchmark runs, with intervals.") { before, after, json };
        command.SetAction(parse =>
        {
            new Outputs()
                .Reads(parse.GetValue(before), parse.GetValue(after))
                .Writes("--json", parse.GetValue(json)?.FullName, OutputKind.Json<KernelChanges>())
                .Require();
            var changes = KernelChanges.Between(parse.GetValue(before)!, parse.GetValue(after)!);
            Print(changes);
            if (parse.GetValue(json) is { } target)
            {
                AtomicFile.WriteText(target.FullName, JsonSerializer.Serialize(changes, CommandJson.Options));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(KernelChanges changes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("kernel", "before", "after", "after / before", "95% interval", "");
        foreach (var change in changes.Changes)
        {
            table.AddRow(
                PlainMarkup.Of(change.Name), Number(change.Before), Number(change.After), Number(change.Speed),
                PlainMarkup.Of($"[{Number(change.Low)}, {Number(change.High)}]"), Verdict(change));
        }

        AnsiConsole.Write(table);
        foreach (var name in changes.OnlyInOne)
        {
            AnsiConsole.Console.Say($"only in one of the two: {name}");
        }

        AnsiConsole.Console.Say(
            $"before and after are times the speed of the reference in the same run, on {changes.Processor}");
    }

    private static string Verdict(KernelChange change) => change.Verdict switch
    {
        KernelChange.Faster => $"[green]{KernelChange.Faster}[/]",
        KernelChange.Slower => $"[red]{KernelChange.Slower}[/]",
        var undecided => undecided,
    };

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
