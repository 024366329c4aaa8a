using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Repro.Commands;
using Dino.Repro.Options;
using Spectre.Console;

namespace Dino.Repro.Cli;

/// <summary>The command line <c>dino</c>: parses, runs a verb and turns what went wrong into one line and an exit code.</summary>
public static class Application
{
    /// <summary>A pipe has no edge: lines stay whole there instead of breaking at a guessed width.</summary>
    private const int PipedWidth = 10_000;

    /// <summary>Time to save what a step has done; the process is over within two seconds.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = PipedWidth;
        }

        // An empty path would name the folder one happens to be in; no option has use for an empty text.
        if (arguments.FirstOrDefault(IsEmptyText) is { } empty)
        {
            var before = arguments.TakeWhile(argument => argument != empty).LastOrDefault("the command");
            Complain($"an empty text stands after {(empty.Length > 0 ? empty : before)}; expected a value");
            return ExitCode.BadInput;
        }

        var parse = CreateRoot().Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors)
            {
                Complain(error.Message);
            }

            return ExitCode.BadInput;
        }

        try
        {
            using var interruption = new Interruption(Complain, Grace, ExitCode.Interrupted);
            // The library's own handling of signals starts only after a verb has returned its task, which ours do at their end.
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            Complain("interrupted; the same command goes on where this one stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (IsBadInput(Cause(exception)))
        {
            Complain(Cause(exception).Message);
            return ExitCode.BadInput;
        }
    }

    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Reproduces and benchmarks the object detector DINO: data, weights, evaluation, fine-tuning, attention maps, report.");
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        root.Add(ReproduceCommand.Create());
        root.Add(DatasetCommand.Create());
        root.Add(EvaluateCommand.Create());
        root.Add(EvaluateCocoCommand.Create());
        root.Add(TrainCommand.Create());
        root.Add(PredictCommand.Create());
        root.Add(AttentionCommand.Create());
        root.Add(ReportCommand.Create());
        root.Add(GateCommand.Create());
        root.Add(AcceptBaselinesCommand.Create());
        root.Add(CompareKernelsCommand.Create());
        root.Add(PretrainCommand.Create());
        root.Add(WeightsCommand.Create());
        root.Add(VerifyCommand.Create());
        return root;
    }

    private static bool IsEmptyText(string argument)
        => argument.Length == 0 || (argument.StartsWith("--", StringComparison.Ordinal) && argument[^1] is '=' or ':');

    /// <summary>What stopped parallel work: the first fault of one of its threads.</summary>
    private static Exception Cause(Exception exception)
        => exception is AggregateException parallel && parallel.Flatten().InnerExceptions is [var first, ..] all
        ? all.FirstOrDefault(inner => !IsBadInput(inner)) ?? first
        : exception;

    /// <summary>Faults of the user's files and arguments, whose messages are written for them. Anything else is a defect and keeps its stack trace.</summary>
    private static bool IsBadInput(Exception exception) => exception
        is BadInputException
        or JsonException
        or FileNotFoundException
        or DirectoryNotFoundException
        or UnauthorizedAccessException
        or IOException;

    private static void Complain(string message)
        => Console.Error.WriteLine("dino: " + PlainText.Of(message.ReplaceLineEndings(" ")));

    /// <summary>The library would read the version from the assembly, which has none.</summary>
    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.WriteLine(ProgramVersion.Text);
            return ExitCode.Ok;
        }
    }
}
