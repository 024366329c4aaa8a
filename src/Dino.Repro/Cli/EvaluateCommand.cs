using System.CommandLine;
using System.Diagnostics;
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
        var evaluation = new ModelEvaluation(source, context.Profile.Recipe.EvaluationSize, device);
        evaluation.Begin(cancellation);
        using var model = Detectors.Load(WeightsStage.Resolve(context), context.Profile.Model, device, context.Seed, context.Op);
        var watch = Stopwatch.StartNew();
        var result = context.Console.Track("images", progress => evaluation.Run(
            model, step => progress.Report(new ProgressStep(step.Images, step.Total)), cancellation));
        var folder = Path.Combine(context.Folder.Root, "evaluation");
        var seconds = watch.Elapsed.TotalSeconds;
        var report = EvaluationFolder.Write(folder, result);
        context.Console.Line(CocoSummary.Format(report.Stats).TrimEnd());
        foreach (var explanation in report.Explanations)
        {
            context.Console.Line(FormattableString.Invariant($"{explanation.Name} is {explanation.Value}: {explanation.Text}"));
        }

        context.Console.Line(FormattableString.Invariant($"{report.Images} images of {source.AnnotationFile} in {seconds:0.0} s, of them {result.WaitedForData.TotalSeconds:0.00} s waiting for data; written to {folder}"));
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
