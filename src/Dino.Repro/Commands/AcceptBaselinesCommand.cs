using System.CommandLine;
using Dino.Gating;
using Dino.Gating.Acceptance;
using Dino.Gating.Comparison;
using Dino.Gating.Outputs;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Spectre.Console;

namespace Dino.Repro.Commands;

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
        var checkOnly = GateCommand.CheckOnlyOption();
        command.Add(checkOnly);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            var (root, given) = (parse.GetValue(baseline)!, parse.GetValue(kernels));
            new ComparisonRequest(context.Profile.Name, context.Device, root, given?.FullName).Require(needsBaseline: false);
            if (parse.GetValue(checkOnly))
            {
                return ExitCode.Ok;
            }

            var ratios = KernelRatios.LoadGiven(given);
            using var session = context.Console.Track("check the run", _ => RunStages.OpenFinished(context));
            Print(context.Console.Track("compare", _ => BaselineAcceptance.Prepare(context, session.Manifest, root, ratios)));
            var written = BaselineAcceptance.Write(
                context.Folder, session.Manifest, root, parse.GetValue(reason)!, ratios, TimeProvider.System);
            context.Console.Line($"wrote {written}");
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
