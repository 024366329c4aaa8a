using System.Globalization;
using System.Text;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>A report for people.</summary>
public static class ReportMarkdown
{
    /// <summary>The first line.</summary>
    public const string Title = "# COCO evaluation";

    public static string Format(EvaluationReport report)
    {
        var text = new StringBuilder();
        text.Append(Title).Append("\n\n");
        text.Append(
            CultureInfo.InvariantCulture, $"{report.Images} images, ground truth {Code(report.GroundTruth)}, detections {Code(report.Detections)}");
        text.Append(report.UseCategories ? ".\n" : ", all categories taken as one.\n");
        AppendNotes(text, report);
        AppendStats(text, report);
        AppendComparison(text, report);
        AppendCategories(text, report);
        AppendErrors(text, report);
        AppendSizes(text, report);
        AppendOperatingPoint(text, report);
        return text.ToString();
    }

    private static void AppendNotes(StringBuilder text, EvaluationReport report)
    {
        if (report.Warnings.Count + report.Explanations.Count == 0)
        {
            return;
        }

        text.Append('\n');
        foreach (var warning in report.Warnings)
        {
            text.Append("- ").Append(Escape(warning)).Append('\n');
        }

        foreach (var explanation in report.Explanations)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Escape(explanation.Name)} is {explanation.Value}: {Escape(explanation.Text)}\n");
        }
    }

    private static void AppendStats(StringBuilder text, EvaluationReport report)
    {
        text.Append("\n## Statistics\n\n");
        if (report.Intervals.Count == 0)
        {
            AppendTable(text, ["", "value"], report.StatsNames.Select((name, i) => new[] { name, Number(report.Stats[i]) }));
            return;
        }

        AppendTable(
            text,
            ["", "value", "low", "high", "standard error"],
            report.Intervals.Select(interval => new[]
            {
                interval.Name, Number(interval.Value), Number(interval.Low), Number(interval.High), Number(interval.StandardError),
            }));
        text.Append(CultureInfo.InvariantCulture, $"\n{100 * report.Bootstrap!.Confidence:0.#}% intervals from {report.Bootstrap.Resamples} resamples of the images, seed {report.Bootstrap.Seed}.\n");
    }

    private static void AppendComparison(StringBuilder text, EvaluationReport report)
    {
        if (report.Comparison.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## Compared with {Code(report.Baseline!)}\n\n");
        AppendTable(
            text,
            ["", "baseline", "now", "difference", "low", "high", "probability of regression"],
            report.Comparison.Select(row => new[]
            {
                row.Name, Number(row.Baseline), Number(row.Candidate), Signed(row.Difference), Signed(row.Low), Signed(row.High), Number(row.ProbabilityOfRegression),
            }));
    }

    private static void AppendCategories(StringBuilder text, EvaluationReport report)
    {
        text.Append("\n## Categories\n\n");
        AppendTable(
            text,
            ["category", .. report.PerCategoryNames],
            report.PerCategory.Select(entry => (string[])[Escape(report.CategoryNames[entry.Key]), .. entry.Value.Select(Number)]));
    }

    private static void AppendErrors(StringBuilder text, EvaluationReport report)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Errors\n\nAP50 is {Number(report.Errors.AP50)}. Correcting all errors of one kind, and no other, would add (points of 100):\n\n");
        AppendTable(
            text,
            ["kind", "count", "AP50 points"],
            report.Errors.Errors.Select(error => new[]
            {
                error.Kind.ToString().ToLowerInvariant(),
                error.Count.ToString(CultureInfo.InvariantCulture),
                error.DeltaApPoints.ToString("0.0", CultureInfo.InvariantCulture),
            }));
    }

    private static void AppendSizes(StringBuilder text, EvaluationReport report)
    {
        text.Append("\n## Object size\n\n");
        AppendTable(
            text,
            ["side (square root of the area), pixels, from and below", "objects", "AP", "AP50", "AR100"],
            report.Sizes.Where(bin => bin.Objects > 0).Select(bin => new[]
            {
                bin.Range(),
                bin.Objects.ToString(CultureInfo.InvariantCulture),
                Number(bin.AP),
                Number(bin.AP50),
                Number(bin.AR100),
            }));
    }

    private static void AppendOperatingPoint(StringBuilder text, EvaluationReport report)
    {
        if (report.BestF1 is { } best)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Operating point\n\nAt IoU 0.5 the best F1 is {Number(best.F1)}, with detections of score {best.Score:0.0000} and above: precision {Number(best.Precision)}, recall {Number(best.Recall)} ({best.TruePositives} found, {best.FalsePositives} wrong, {best.Misses} missed).\n");
        }
    }

    private static void AppendTable(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        text.Append("| ").AppendJoin(" | ", header).Append(" |\n|").AppendJoin('|', header.Select(_ => " --- ")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }
    }

    private static string Number(double value) => value == -1 ? "-" : CocoSummary.ThreeDecimals(value);

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>Names come from files: no table cell, no markup of theirs.</summary>
    private static string Escape(string text) => PlainText.Of(text.ReplaceLineEndings(" "))
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    /// <summary>A file's name as code.</summary>
    private static string Code(string name) => $"`{PlainText.Of(name).Replace('`', '\'')}`";
}
