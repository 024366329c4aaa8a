using System.CommandLine;
using System.Text.Json;
using Dino.Core;
using Spectre.Console;

namespace Dino.Repro.Cli;

/// <summary>The command line <c>dino</c>: parses, runs a verb and turns what went wrong into one line and an exit code.</summary>
public static class Application
{
    /// <summary>A pipe has no edge: lines stay whole there instead of breaking at a guessed width.</summary>
    private const int PipedWidth = 10_000;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = PipedWidth;
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
            using var interruption = new Interruption(Complain);
            // The library's own handling of signals starts only after a verb has returned its task, which ours do at their end.
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            Complain("interrupted; the same command goes on where this one stopped");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (IsBadInput(exception))
        {
            Complain(exception.Message);
            return ExitCode.BadInput;
        }
    }

    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Reproduces and benchmarks the object detector DINO: data, weights, evaluation, fine-tuning, attention maps, report.");
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
}
