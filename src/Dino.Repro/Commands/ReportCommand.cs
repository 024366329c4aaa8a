using System.CommandLine;
using Dino.Core;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;

namespace Dino.Repro.Commands;

/// <summary><c>dino report</c>: figures and report of a finished run, drawn anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var command = new Command("report", "Draws the figures and writes report.md and index.html of a finished run (--output names it).");
        var kernels = new Option<string?>("--kernels") { Description = "Kernel ratios of a benchmark run (kernels.json), copied into the run and drawn." };
        command.Add(kernels);
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse);
            var stage = new ReportStage();
            using var session = RunSession.OpenExisting(context.Folder);
            RunIntegrity.Require(session.Manifest, context.Folder, stage.DependsOn, except: stage.Name);

            if (parse.GetValue(kernels) is { } file)
            {
                _ = KernelRatios.Load(file);
                AtomicFile.Write(context.Folder.Kernels, stream => stream.Write(InputFile.ReadAllBytes(file)));
            }

            new StageRunner(context, session, TimeProvider.System).Redo(stage, cancellation);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
