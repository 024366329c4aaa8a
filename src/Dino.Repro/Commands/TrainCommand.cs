using System.CommandLine;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;
using Dino.Training.Recipe;

namespace Dino.Repro.Commands;

/// <summary><c>dino train</c>: fine-tuning alone.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var resume = new Option<bool>("--resume") { Description = "Goes on from the checkpoint in the output folder." };
        var seeds = new Option<int?>("--seeds") { Description = "Trains with so many seeds from --seed on and reports mean, spread and the interval of the difference to the pretrained model." };
        var replay = new Option<string?>("--replay") { Description = "Repeats the step that a run stopped at (its failed_batch*.safetensors) and names the first bad tensor." };
        var dtype = new Option<string?>("--dtype")
        {
            Description = $"{string.Join(", ", ComputeTypes.Names)}: what matrix products and convolutions compute in; weights, norms, boxes and losses stay in float32. Default: the recipe's.",
        };
        dtype.AcceptOnlyFromAmong([.. ComputeTypes.Names]);
        var command = new Command("train", "Fine-tunes the profile's model on a split dataset; writes <output>/finetune.") { resume, seeds, replay, dtype };
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse) with { Dtype = parse.GetValue(dtype) };
            using var session = RunSession.Begin(context);
            return Task.FromResult((parse.GetValue(replay), parse.GetValue(seeds)) switch
            {
                ({ } file, _) => FailedBatchReplay.Run(file, context.Device, context.Console),
                (_, < 1) => throw new BadInputException($"--seeds is {parse.GetValue(seeds)}; expected at least 1"),
                (_, { } count) when context.Seed > long.MaxValue - count
                    => throw new BadInputException(
                        $"--seed {context.Seed} with --seeds {count} goes beyond {long.MaxValue}; choose a smaller seed"),
                (_, { } count) => Repeat(context, count, parse.GetValue(resume), cancellation),
                _ => Train(context, parse.GetValue(resume), cancellation),
            });
        });
        return command;
    }

    /// <returns>The exit code.</returns>
    private static int Train(RunContext context, bool resume, CancellationToken cancellation)
    {
        var result = FineTuning.Run(context, resume, TimeProvider.System, cancellation);
        return result.Completed
            ? Print(context, FineTuning.Outcome(context, result), ExitCode.Ok)
            : Print(context, [$"stopped in epoch {result.Epoch + 1} after step {result.Iteration}; all is saved, and the same command with --resume goes on from there"], ExitCode.Interrupted);
    }

    /// <returns>The exit code.</returns>
    private static int Repeat(RunContext context, int seeds, bool resume, CancellationToken cancellation)
        => SeedRepeats.Run(context, seeds, resume, cancellation) is { } comparison
            ? Print(context, SeedTable.Lines(comparison), ExitCode.Ok)
            : Print(context, ["stopped; all is saved, and the same command with --resume goes on from there"], ExitCode.Interrupted);

    private static int Print(RunContext context, IEnumerable<string> lines, int exitCode)
    {
        foreach (var line in lines)
        {
            context.Console.Line(line);
        }

        return exitCode;
    }
}
