using System.CommandLine;
using System.Globalization;
using Dino.Core;
using Dino.Evaluation;
using Dino.Repro.Options;

namespace Dino.Repro.Commands;

/// <summary><c>dino evaluate-coco --gt G --dt D</c>: the evaluator alone. Touches nothing of torch, so it starts at once.</summary>
public static class EvaluateCocoCommand
{
    public static Command Create()
    {
        var groundTruth = new Option<FileInfo>("--gt") { Description = "COCO \"instances\" file, plain or gzipped.", Required = true };
        var detections = new Option<FileInfo>("--dt") { Description = "COCO results list, plain or gzipped.", Required = true };
        var json = new Option<FileInfo?>("--json") { Description = "Writes everything as JSON." };
        var markdown = new Option<FileInfo?>("--markdown") { Description = "Writes a report to read." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Writes the table of categories." };
        var baseline = new Option<FileInfo?>("--baseline") { Description = "Detections to compare with, image by image." };
        var noCategories = new Option<bool>("--no-categories") { Description = "Takes all categories as one (pycocotools' useCats = 0)." };
        var images = new Option<long[]?>("--images") { Description = "Evaluates these image ids only.", AllowMultipleArgumentsPerToken = true };
        var resamples = new Option<int>("--resamples") { Description = "Resamples for the intervals.", DefaultValueFactory = _ => new BootstrapOptions().Resamples };
        var seed = new Option<long>("--seed") { Description = "Seed of the resamples.", DefaultValueFactory = _ => new BootstrapOptions().Seed };
        resamples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > BootstrapOptions.MostResamples)
            {
                result.AddError(FormattableString.Invariant($"--resamples must be 1 to {BootstrapOptions.MostResamples}."));
            }
        });

        var command = new Command("evaluate-coco", "Evaluates boxes exactly as pycocotools does, with intervals, error breakdown and reasons.")
        {
            groundTruth, detections, json, markdown, csv, baseline, noCategories, images, resamples, seed,
        };
        command.SetAction((parse, cancellation) => Task.FromResult(Run(new Arguments(
            parse.GetRequiredValue(groundTruth).FullName,
            parse.GetRequiredValue(detections).FullName,
            parse.GetValue(baseline)?.FullName,
            parse.GetValue(json)?.FullName,
            parse.GetValue(markdown)?.FullName,
            parse.GetValue(csv)?.FullName,
            new EvaluationOptions(!parse.GetValue(noCategories), parse.GetValue(images) is { Length: > 0 } ids ? ids : null),
            new BootstrapOptions(parse.GetValue(resamples), Seed: parse.GetValue(seed))), cancellation)));
        return command;
    }

    private static int Run(Arguments arguments, CancellationToken cancellation)
    {
        new Outputs()
            .Reads(arguments.GroundTruth, arguments.Detections, arguments.Baseline)
            .Writes("--json", arguments.Json, new OutputKind("an evaluation report", IsReport))
            .Writes("--markdown", arguments.Markdown, OutputKind.Text("an evaluation report", ReportMarkdown.Title))
            .Writes("--csv", arguments.Csv, OutputKind.Text("a table of categories", ReportCsv.FirstColumns))
            .Require();

        // Both files are parsed at once; the detections are the long ones.
        var loading = Task.Run(() => CocoDetections.Load(arguments.Detections));
        var groundTruth = CocoGroundTruth.Load(arguments.GroundTruth);
        var detections = loading.GetAwaiter().GetResult();
        var result = CocoEvaluator.Evaluate(groundTruth, detections, arguments.Options);
        if (!arguments.WantsReport)
        {
            Print(result.Stats, result.Warnings, StatExplanations.Create(result));
            return ExitCode.Ok;
        }

        var baseline = arguments.Baseline is null ? null : CocoEvaluator.Evaluate(groundTruth, CocoDetections.Load(arguments.Baseline), arguments.Options);
        var report = EvaluationReport.Create(result, arguments.Bootstrap, baseline, cancellation);
        Print(report.Stats, report.Warnings, report.Explanations);
        PrintComparison(report);
        Write(arguments, report);
        return ExitCode.Ok;
    }

    private static bool IsReport(string path) => ReportJson.Read(path).Stats is { Count: > 0 };

    private static void Print(IReadOnlyList<double> stats, IReadOnlyList<string> warnings, IReadOnlyList<StatExplanation> explanations)
    {
        foreach (var warning in warnings)
        {
            Console.Error.WriteLine("warning: " + PlainText.Of(warning));
        }

        Console.Write(CocoSummary.Format(stats));
        foreach (var explanation in explanations)
        {
            var line = FormattableString.Invariant($"{explanation.Name} is {explanation.Value}: {explanation.Text}");
            Console.WriteLine(PlainText.Of(line));
        }
    }

    private static void PrintComparison(EvaluationReport report)
    {
        if (report.Comparison.Count > 0)
        {
            var interval = FormattableString.Invariant($"[{100 * report.Bootstrap!.Confidence:0.#}% interval]");
            Console.WriteLine(PlainText.Of($"compared with {report.Baseline}: difference {interval}, probability of regression"));
        }

        foreach (var row in report.Comparison)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {row.Name,-5} {row.Difference,8:+0.0000;-0.0000;0.0000} [{row.Low,8:+0.0000;-0.0000;0.0000}, {row.High,8:+0.0000;-0.0000;0.0000}] {row.ProbabilityOfRegression:0.000}"));
        }
    }

    private static void Write(Arguments arguments, EvaluationReport report)
    {
        if (arguments.Json is { } json)
        {
            ReportJson.Write(json, report);
        }

        if (arguments.Markdown is { } markdown)
        {
            AtomicFile.WriteText(markdown, ReportMarkdown.Format(report));
        }

        if (arguments.Csv is { } csv)
        {
            AtomicFile.WriteText(csv, ReportCsv.Format(report));
        }
    }

    private sealed record Arguments(
        string GroundTruth,
        string Detections,
        string? Baseline,
        string? Json,
        string? Markdown,
        string? Csv,
        EvaluationOptions Options,
        BootstrapOptions Bootstrap)
    {
        /// <summary>The report takes resamples and a second matching; the twelve numbers alone do not wait for it.</summary>
        public bool WantsReport => Json is not null || Markdown is not null || Csv is not null || Baseline is not null;
    }
}
