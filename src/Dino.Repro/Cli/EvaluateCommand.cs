using System.CommandLine;
using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Repro.Models;
using Dino.Repro.Runs;
using Dino.Repro.Stages;
using Dino.Training.Validation;
using TorchSharp;

namespace Dino.Repro.Cli;

/// <summary><c>dino evaluate</c>: one set of weights on one set of images.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates weights on a dataset (the val part where there is one): 12 COCO numbers, losses, class and cardinality error.");
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            Run(options.Read(parse), cancellation);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Run(RunContext context, CancellationToken cancellation)
    {
        var device = torch.device(context.Device);
        var source = Source(context);
        using var model = Detectors.Load(WeightsStage.Resolve(context), context.Profile.Model, device, context.Seed);
        var evaluation = new ModelEvaluation(source, context.Profile.Recipe.EvaluationSize, device);
        var report = context.Console.Track("images", progress => evaluation.Run(
            model, step => progress.Report(new ProgressStep(step.Images, step.Total)), cancellation));
        var folder = Path.Combine(context.Folder.Root, "evaluation");
        EvaluationFolder.Write(folder, report);
        context.Console.Line(CocoSummary.Format(report.Coco.Stats).TrimEnd());
        context.Console.Line($"{report.Images} images of {source.AnnotationFile}; written to {folder}");
    }

    /// <summary>The set itself, the val part of a COCODIR, or what the data stage of the run made.</summary>
    public static CocoSource Source(RunContext context)
    {
        if (context.DataPath is null)
        {
            return ExperimentData.Of(context).Validation;
        }

        var layout = CocoSource.Locate(context.DataPath, context.AnnotationsPath);
        return layout.Whole ?? layout.Validation ?? layout.Train!;
    }
}
