using System.CommandLine;
using Dino.Gating;
using Dino.Gating.Outputs;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary><c>dino gate</c>: compares a finished run with its baseline; exit code 1 when something got worse.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var command = new Command("gate", "Compares a finished run (--output names it) with its baseline; writes gate/ in the run's folder.");
        var options = new RunOptions().AddTo(command);
        var baseline = BaselineOption();
        var kernels = KernelsOption();
        command.Add(baseline);
        command.Add(kernels);
        var checkOnly = CheckOnlyOption();
        command.Add(checkOnly);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            new ComparisonRequest(context.Profile.Name, context.Device, parse.GetValue(baseline)!, parse.GetValue(kernels)?.FullName)
                .Require(needsBaseline: true);
            if (parse.GetValue(checkOnly))
            {
                return ExitCode.Ok;
            }

            var ratios = KernelRatios.LoadGiven(parse.GetValue(kernels));
            using var session = context.Console.Track("check the run", _ => RunStages.OpenFinished(context));
            var given = RunOptions.Typed(parse, baseline, kernels).Concat(context.Given).ToDictionary();
            var report = context.Console.Track(
                "compare", _ => Gate.Run(context, session.Manifest, parse.GetValue(baseline)!, ratios, given));
            GateFiles.Write(Path.Combine(context.Folder.Root, "gate"), report);
            GateTable.Print(AnsiConsole.Console, report);
            GateFiles.Announce(report, Environment.GetEnvironmentVariable, Console.Out);
            return report.Passed ? ExitCode.Ok : ExitCode.CheckFailed;
        });
        return command;
    }

    internal static Option<string> BaselineOption() => new("--baseline") { Description = "Folder of the baselines.", DefaultValueFactory = _ => "baselines" };

    internal static Option<bool> CheckOnlyOption() => new("--check-only")
    {
        Description = "Checks what is given and ends: for before the run is made, which takes long.",
    };

    internal static Option<FileInfo?> KernelsOption() => new("--kernels") { Description = "Kernel ratios of a benchmark run. Default: kernels are not judged." };
}
