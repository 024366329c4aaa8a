using System.CommandLine;
using System.Globalization;
using Dino.Repro.Stages;

namespace Dino.Repro.Cli;

/// <summary><c>dino train</c>: fine-tuning alone.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var resume = new Option<bool>("--resume") { Description = "Goes on from the checkpoint in the output folder." };
        var command = new Command("train", "Fine-tunes the profile's model on a split dataset; writes <output>/finetune.") { resume };
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse);
            var result = FineTuning.Run(context, parse.GetValue(resume), TimeProvider.System, cancellation);
            context.Console.Line(string.Create(CultureInfo.InvariantCulture, $"best AP {result.BestAp:0.000} in epoch {result.BestEpoch}: {FineTuning.Best(context)}"));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
