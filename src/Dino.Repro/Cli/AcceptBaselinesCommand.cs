using System.CommandLine;
using Dino.Core;
using Dino.Repro.Baselines;
using Dino.Repro.Gating;
using Dino.Repro.Gating.Outputs;
using Dino.Repro.Runs;
using Spectre.Console;

namespace Dino.Repro.Cli;

/// <summary><c>dino accept-baselines</c>: makes a finished run the baseline and says what that changes.</summary>
internal static class AcceptBaselinesCommand
{
    public static Command Create()
    {
        var command = new Command("accept-baselines", "Makes a finished run (--output names it) the baseline: prints old, new, difference and significance.");
        var options = new RunOptions().AddTo(command);
        var baseline = GateCommand.BaselineOption();
        var kernels = GateCommand.KernelsOption();
        var reason = new Option<string>("--reason") { Description = "Why the new numbers are right; stored with them.", Required = true };
        reason.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--reason must say why the new numbers are right.");
            }
        });
        command.Add(baseline);
        command.Add(kernels);
        command.Add(reason);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            var run = RunManifest.Load(context.Folder.Manifest) ?? throw new BadInputException($"{context.Folder.Manifest}: no such run; run dino reproduce first");
            var folder = BaselineFolder.For(parse.GetValue(baseline)!, run);
            var ratios = parse.GetValue(kernels)?.FullName;
            Print(context.Console.Track("compare", _ => BaselineAcceptance.Prepare(context.Profile, context.Folder, folder, ratios)));
            foreach (var written in BaselineAcceptance.Write(context.Folder, folder, run, parse.GetValue(reason)!, ratios, TimeProvider.System))
            {
                context.Console.Line($"wrote {written}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(BaselineAcceptance acceptance)
    {
        if (acceptance.Comparison is not { } comparison)
        {
            AnsiConsole.Console.Say($"[yellow]not compared[/] {acceptance.WhyNotCompared}");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("group", "number", "old", "new", "difference", "significance");
        foreach (var row in comparison.Rows.Where(row => row.Status != GateStatus.Skip))
        {
            table.AddRow(
                PlainMarkup.Of(row.Group), PlainMarkup.Of(row.Name), GateNumbers.Value(row.Baseline), GateNumbers.Value(row.Now),
                GateNumbers.Difference(row), PlainMarkup.Of(BaselineAcceptance.Significance(row)));
        }

        AnsiConsole.Write(table);
        AnsiConsole.Console.Say($"old baseline: {comparison.Baseline}");
    }
}
