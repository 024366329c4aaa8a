using System.CommandLine;
using Dino.Core;
using Dino.Repro.Gating;
using Dino.Repro.Runs;
using Dino.Repro.Stages;

namespace Dino.Repro.Cli;

/// <summary><c>dino report</c>: figures and report of a finished run, drawn anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Draws the figures and writes report.md and index.html of a finished run (--output names it).");
        var kernels = new Option<string?>("--kernels") { Description = "Kernel ratios of a benchmark run (kernels.json), copied into the run and drawn." };
        command.Add(kernels);
        var options = new RunOptions().AddTo(command);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            var stage = new ReportStage();
            var manifest = RunManifest.Load(context.Folder.Manifest);
            if (stage.DependsOn.FirstOrDefault(name => manifest?.Stages.GetValueOrDefault(name) is not { Finished: true }) is { } missing)
            {
                throw new BadInputException($"{context.Folder.Root}: stage {missing} has not finished; run dino reproduce first");
            }

            if (parse.GetValue(kernels) is { } file)
            {
                _ = KernelRatios.Load(file);
                AtomicFile.Write(context.Folder.Kernels, stream => stream.Write(File.ReadAllBytes(file)));
            }

            context.Console.Line(stage.Execute(context, resume: false, CancellationToken.None).Summary);
            return ExitCode.Ok;
        });
        return command;
    }
}
