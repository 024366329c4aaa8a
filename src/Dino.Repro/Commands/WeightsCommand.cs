using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dino.Checkpoints.Download;
using Dino.Checkpoints.Families;
using Dino.Core;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Dino.Repro.Weights;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary><c>dino weights fetch|inspect|convert</c>.</summary>
internal static class WeightsCommand
{
    private const double Mega = 1e6;

    public static Command Create() => new("weights", "Downloads, describes and converts weights.")
    {
        Fetch(), Inspect(), Convert(),
    };

    private static Command Fetch()
    {
        var name = new Argument<string>("NAME") { Description = "A name of the catalogue; an unknown one lists them all." };
        var output = new Option<string>("--output") { Description = "Folder for the file.", DefaultValueFactory = _ => Path.Combine("artifacts", "weights") };
        var json = new Option<string?>("--json") { Description = "Writes path, size and SHA-256 to this file." };
        var command = new Command("fetch", "Downloads published weights; goes on where an earlier try broke off.") { name, output, json };
        command.SetAction((parse, cancellation) =>
        {
            var entry = WeightCatalogue.Default.Find(parse.GetValue(name)!);
            new Outputs()
                .Reads(Path.Combine(parse.GetValue(output)!, entry.File))
                .Writes("--json", parse.GetValue(json), OutputKind.Json<FetchedWeights>())
                .Require();
            var console = new RunConsole(AnsiConsole.Console, TimeProvider.System);
            console.Line($"{entry.Description} ({entry.Licence})");
            using var fetcher = new WeightFetcher();
            var fetched = console.Track(entry.File, progress => fetcher.FetchAsync(
                entry,
                parse.GetValue(output)!,
                new CallbackProgress<DownloadProgress>(step => progress.Report(Step(step))),
                console.Warn,
                cancellation).GetAwaiter().GetResult());
            console.Line($"{fetched.Path}: {Megabytes(fetched.Bytes)}, SHA-256 {fetched.Sha256}{(fetched.AlreadyThere ? " (was there already)" : string.Empty)}");
            WriteJson(parse.GetValue(json), fetched);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Inspect()
    {
        var file = new Argument<string>("FILE") { Description = "A .pth or .safetensors." };
        var json = new Option<string?>("--json") { Description = "Writes everything to this file." };
        var command = new Command("inspect", "Says what a weights file is: layout, family, settings, tensors. Runs nothing in it.") { file, json };
        command.SetAction(parse =>
        {
            new Outputs()
                .Reads(parse.GetValue(file))
                .Writes("--json", parse.GetValue(json), OutputKind.Json<CheckpointInspection>())
                .Require();
            var inspection = CheckpointInspection.Of(parse.GetValue(file)!);
            Print(inspection);
            WriteJson(parse.GetValue(json), inspection);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Convert()
    {
        var source = new Argument<string>("SOURCE") { Description = "A .pth or .safetensors of any known family." };
        var target = new Argument<string>("TARGET") { Description = "Ends in .pth or .safetensors." };
        var family = new Option<CheckpointFamily?>("--family") { Description = "Whose names the target gets. Default: the official ones." };
        var classes = new Option<int?>("--classes") { Description = "80 or 91: numbering of COCO's classes. Default: 91 in official names." };
        var json = new Option<string?>("--json") { Description = "Writes source, target and notes to this file." };
        family.AcceptOnlyFromAmong("official", "detrex", "mmdetection");
        var command = new Command("convert", "Rewrites weights between .pth and safetensors and between families.") { source, target, family, classes, json };
        command.SetAction(parse =>
        {
            new Outputs()
                .Reads(parse.GetValue(source))
                .Writes("TARGET", parse.GetValue(target), new OutputKind("converted weights", WeightConversion.HasWritten))
                .Writes("--json", parse.GetValue(json), OutputKind.Json<Conversion>())
                .Require();
            var notes = WeightConversion.Run(parse.GetValue(source)!, parse.GetValue(target)!, parse.GetValue(family), parse.GetValue(classes));
            foreach (var note in notes)
            {
                Say($"note: {note}");
            }

            Say($"{parse.GetValue(target)} written");
            WriteJson(parse.GetValue(json), new Conversion(parse.GetValue(source)!, parse.GetValue(target)!, notes));
            return ExitCode.Ok;
        });
        return command;
    }

    private static ProgressStep Step(DownloadProgress progress) => new(
        progress.Received,
        progress.Total ?? progress.Received,
        string.Create(CultureInfo.InvariantCulture, $"{progress.BytesPerSecond / Mega:0.0} MB/s"));

    private static void Print(CheckpointInspection inspection)
    {
        // Plain lines on a terminal too: long names and settings are for searching and copying, which wrapping would spoil.
        Say($"{inspection.Path}: {inspection.Format}, {Megabytes(inspection.Bytes)}, family {inspection.Family}");
        var aliases = inspection.Tensors.Count(tensor => tensor.AliasOf is not null);
        Say(string.Create(CultureInfo.InvariantCulture, $"{inspection.Tensors.Count} tensors ({aliases} aliases), {inspection.Elements:N0} numbers"));
        if (inspection.Contents.Count > 0)
        {
            Say($"contents: {string.Join(", ", inspection.Contents)}");
        }

        foreach (var (key, value) in inspection.Metadata)
        {
            Say($"{key}: {value}");
        }

        if (inspection.Settings is { } settings)
        {
            Say($"settings: {settings.ToJson()}");
        }

        foreach (var note in inspection.Notes)
        {
            Say($"note: {note}");
        }

        var width = inspection.Tensors.Select(tensor => tensor.Name.Length).DefaultIfEmpty().Max();
        foreach (var tensor in inspection.Tensors)
        {
            var alias = tensor.AliasOf is null ? string.Empty : $"  = {tensor.AliasOf}";
            Say($"{tensor.Name.PadRight(width)}  {tensor.DType,-8}  [{string.Join(", ", tensor.Shape)}]{alias}");
        }
    }

    private static void Say(string line) => Console.WriteLine(PlainText.Of(line));

    private static void WriteJson<T>(string? path, T value)
    {
        if (path is not null)
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(value, CommandJson.Options));
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mega:0.0} MB");

    /// <summary>What <c>convert --json</c> writes.</summary>
    private sealed record Conversion(string Source, string Target, IReadOnlyList<string> Notes);
}
