using System.CommandLine;
using System.Globalization;
using Dino.Data.Coco;
using Dino.Engine.Evaluating;
using Dino.Evaluation;
using Dino.Model.Profiling;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;
using Dino.Torch.Runtime;
using Spectre.Console;
using TorchSharp;

namespace Dino.Repro.Commands;

/// <summary><c>dino evaluate</c>: one set of weights on one set of images.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates weights on a dataset (the val part where there is one): 12 COCO numbers, losses, class and cardinality error.");
        var options = new RunOptions().AddTo(command);
        var precision = new PrecisionOption().AddTo(command);
        var profile = new Option<bool>("--profile-ops") { Description = "Prints the time of every stage, and its share of what matrix products reach on this machine." };
        command.Add(profile);
        command.SetAction((parse, cancellation) =>
        {
            Run(options.Read(parse), precision.Read(parse), parse.GetValue(profile), cancellation);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Run(RunContext context, torch.ScalarType dtype, bool profiles, CancellationToken cancellation)
    {
        var folder = Path.Combine(context.Folder.Root, "evaluation");
        var output = new OutputFolder(folder, "evaluate").Require();
        var device = TorchDevice.Open(context.Device);
        var source = Source(context);
        var clock = profiles ? new StageClock(TimeProvider.System, device.type) : null;
        var result = DetectorEvaluation.Run(
            context, source, WeightsStage.Resolve(context), context.Profile.Model, cancellation, dtype, clock);
        var seconds = result.Elapsed.TotalSeconds;
        output.Claim();
        var report = EvaluationFolder.Write(folder, result);
        context.Console.Lines(CocoSummary.Format(report.Stats).TrimEnd());
        foreach (var explanation in report.Explanations)
        {
            context.Console.Line(FormattableString.Invariant($"{explanation.Name} is {explanation.Value}: {explanation.Text}"));
        }

        context.Console.Line(FormattableString.Invariant($"{report.Images} images of {source.AnnotationFile} in {seconds:0.0} s, of them {result.WaitedForData.TotalSeconds:0.00} s waiting for data; written to {folder}"));
        if (clock is not null)
        {
            Print(context, clock, device, dtype, result.Images);
        }
    }

    private static void Print(RunContext context, StageClock clock, torch.Device device, torch.ScalarType dtype, int images)
    {
        var gemm = GemmSpeed.Measure(dtype, device, TimeProvider.System);
        AnsiConsole.Write(StageTable.Of(clock.Totals, images, gemm));
        context.Console.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{(device.type == DeviceType.CPU ? $"{torch.get_num_threads()} threads" : context.Device)}; a product of two 4096x4096 {dtype} matrices takes {gemm.TotalSeconds:0.000} s here; peak memory {PeakMemory.Megabytes():0} MB"));
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
