using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dino.Core;
using Dino.Ops;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Dino.Torch.Runtime;
using Dino.Verification;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary><c>dino verify PATH</c>: this implementation against the numbers of the Python reference.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A fixture file or folder." };
        var device = new Option<string>("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        var dtype = new Option<string>("--dtype") { Description = "float64 or float32; bfloat16 (with --op cpu) shows how far scores and boxes of whole models move.", DefaultValueFactory = _ => "float64" };
        var op = new Option<string>("--op") { Description = "Deformable attention: reference, cpu, cuda or cuda-deterministic.", DefaultValueFactory = _ => "reference" };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the rows to this file." };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        dtype.AcceptOnlyFromAmong("float64", "float32", VerificationOptions.BFloat16);
        op.AcceptOnlyFromAmong("reference", "cpu", "cuda", "cuda-deterministic");

        var command = new Command("verify", "Runs what a fixture describes and compares every number with the reference's.") { path, device, dtype, op, json };
        command.Validators.Add(result =>
        {
            // Defaults are not there yet: an option that was left out is null.
            if (result.GetValue(op) is { } kernels && kernels.StartsWith("cuda", StringComparison.Ordinal) && result.GetValue(dtype) is null or "float64")
            {
                result.AddError($"--op {kernels}: the CUDA kernels compute in float32; add --dtype float32");
            }
        });
        command.SetAction((parse, cancellation) =>
        {
            var options = new VerificationOptions(parse.GetValue(device)!, parse.GetValue(dtype)!, parse.GetValue(op)!);
            new Outputs()
                .Reads(parse.GetValue(path))
                .Writes("--json", parse.GetValue(json)?.FullName, OutputKind.Json<VerificationReport>())
                .Require();
            MsDeformAttnOps.Require(options.Op, TorchDevice.Kind(options.Device));
            var reports = new List<VerificationReport>();
            foreach (var (file, verifier) in Verifiers.Find(parse.GetValue(path)!, options))
            {
                cancellation.ThrowIfCancellationRequested();
                var report = verifier.Run(file, options);
                reports.Add(report);
                Print(report);
            }

            if (parse.GetValue(json) is { } target)
            {
                AtomicFile.WriteText(target.FullName, JsonSerializer.Serialize(reports, CommandJson.Options));
            }

            return Task.FromResult(reports.All(report => report.Passed) ? ExitCode.Ok : ExitCode.CheckFailed);
        });
        return command;
    }

    private static void Print(VerificationReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "worst error", "limit", "measure", "");
        foreach (var row in report.Rows)
        {
            table.AddRow(
                PlainMarkup.Of(row.Name),
                row.WorstError.ToString("0.00e+00", CultureInfo.InvariantCulture),
                row.Limit.ToString("0.0e+00", CultureInfo.InvariantCulture),
                PlainMarkup.Of(row.Measure),
                row.Passed ? "[green]pass[/]" : "[red]MISS[/]");
        }

        AnsiConsole.Console.Say($"[bold]{report.Path}[/] ({report.Kind})");
        AnsiConsole.Write(table);
        AnsiConsole.Console.Say($"{report.Rows.Count(row => row.Passed)} of {report.Rows.Count} within limits");
    }
}
