using System.CommandLine;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;

namespace Dino.Repro.Commands;

/// <summary><c>dino reproduce</c>: the whole pipeline, or its beginning.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var stages = RunStages.All(TimeProvider.System);
        var to = new Option<string>("--to") { Description = "The last stage to run.", DefaultValueFactory = _ => stages[^1].Name };
        to.AcceptOnlyFromAmong([.. stages.Select(stage => stage.Name)]);
        var force = new Option<bool>("--force") { Description = "Runs again what is unchanged, and replaces results of other options or verbs." };
        var verify = new Option<bool>("--verify-inputs") { Description = "Reads all of the user's images again, also those whose size and time are unchanged." };
        var command = new Command("reproduce", "From data to report: every stage in order; what is unchanged is reused.") { to, force, verify };
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse) with { VerifyInputs = parse.GetValue(verify) };
            using var session = RunSession.Begin(context);
            var manifest = new StageRunner(context, session, TimeProvider.System).Run(stages, parse.GetValue(to)!, parse.GetValue(force), cancellation);
            context.Console.Line($"{manifest.Stages.Count} stages recorded in {context.Folder.Manifest}");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
