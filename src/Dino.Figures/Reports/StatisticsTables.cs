using System.Globalization;
using Dino.Evaluation;
using Dino.Figures.Results;

namespace Dino.Figures.Reports;

/// <summary>The tables behind the figures of curves, intervals and errors.</summary>
internal static class StatisticsTables
{
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<EvaluationStatistics> evaluations)
    {
        if (evaluations[^1].Report is { Intervals.Count: > 0, Bootstrap: { } bootstrap })
        {
            yield return Intervals(evaluations, bootstrap);
        }

        yield return OperatingPoints(evaluations);
        yield return Errors(evaluations);
        yield return Sizes(evaluations);
        if (evaluations[^1].Report.PerCategory.Count > 1)
        {
            yield return Categories(evaluations[^1]);
        }
    }

    /// <summary>What is odd in the files and why a number is -1 or 0.</summary>
    public static IEnumerable<ReportBlock> Notes(EvaluationReport report)
    {
        string[] notes =
        [
            .. report.Warnings,
            .. report.Explanations.Select(explanation => string.Create(CultureInfo.InvariantCulture, $"{explanation.Name} is {explanation.Value}: {explanation.Text}")),
        ];
        return notes.Length == 0 ? [] : [new ReportBlock.Bullets(notes)];
    }

    private static ReportBlock.Table Intervals(IReadOnlyList<EvaluationStatistics> evaluations, BootstrapOptions bootstrap)
    {
        var changes = evaluations[^1].Report.Comparison;
        var caption = $"{bootstrap.Confidence:0%} intervals over {bootstrap.Resamples} resamples of the images";
        string[] header = ["metric", .. evaluations.SelectMany(evaluation => new[] { $"{evaluation.Name}, low", "high" })];
        return new ReportBlock.Table(
            caption,
            changes.Count > 0 ? [.. header, "change, low", "high", "resamples that are worse"] : header,
            [.. CocoStatistics.Names.Index().Select(metric => (IReadOnlyList<string>)
            [
                metric.Item,
                .. evaluations.SelectMany(evaluation => Interval(evaluation.Report.Intervals[metric.Index])),
                .. changes.Count > 0 ? Change(changes[metric.Index]) : [],
            ])]);
    }

    private static string[] Interval(StatInterval interval) => [Number(interval.Low), Number(interval.High)];

    private static string[] Change(StatDifference change)
        => change.Resamples == 0 ? ["n/a", "n/a", "n/a"] : [Signed(change.Low), Signed(change.High), change.ProbabilityOfRegression.ToString("0.0%")];

    private static ReportBlock.Table OperatingPoints(IReadOnlyList<EvaluationStatistics> evaluations) => new(
        "Operating point with the best F1, IoU 0.5",
        ["model", "score from", "F1", "precision", "recall", "found", "false positives", "missed"],
        [.. evaluations.Select(evaluation => evaluation.Report.BestF1 is { } best
            ? (IReadOnlyList<string>)[evaluation.Name, Number(best.Score), Number(best.F1), Number(best.Precision), Number(best.Recall), $"{best.TruePositives}", $"{best.FalsePositives}", $"{best.Misses}"]
            : [evaluation.Name, .. Enumerable.Repeat("n/a", 7)])]);

    private static ReportBlock.Table Errors(IReadOnlyList<EvaluationStatistics> evaluations) => new(
        "Errors, and the points of AP50 that correcting one kind would give",
        ["kind", .. evaluations.SelectMany(evaluation => new[] { $"{evaluation.Name}, number", "points" })],
        [.. Enum.GetValues<ErrorKind>().Select(kind => (IReadOnlyList<string>)
        [
            kind.ToString().ToLowerInvariant(),
            .. evaluations.Select(evaluation => evaluation.Report.Errors.Errors.First(share => share.Kind == kind))
                .SelectMany(share => new[] { $"{share.Count}", share.DeltaApPoints.ToString("0.0") }),
        ])]);

    private static ReportBlock.Table Sizes(IReadOnlyList<EvaluationStatistics> evaluations) => new(
        "Object size (square root of the area, pixels; the lower number is included, the upper one is not)",
        ["size", "objects", .. evaluations.SelectMany(evaluation => new[] { $"{evaluation.Name}, AP", "AP50", "AR100" })],
        [.. evaluations[0].Report.Sizes.Index().Where(bin => bin.Item.Objects > 0).Select(bin => (IReadOnlyList<string>)
        [
            bin.Item.Range(),
            $"{bin.Item.Objects}",
            .. evaluations.Select(evaluation => evaluation.Report.Sizes[bin.Index]).SelectMany(size => new[] { Number(size.AP), Number(size.AP50), Number(size.AR100) }),
        ])]);

    private static ReportBlock.Table Categories(EvaluationStatistics evaluation) => new(
        $"Categories, {evaluation.Name}",
        ["category", .. evaluation.Report.PerCategoryNames],
        [.. evaluation.Report.PerCategory.Select(category => (IReadOnlyList<string>)[evaluation.Report.CategoryNames[category.Key], .. category.Value.Select(Number)])]);

    private static string Number(double value) => value < 0 ? "n/a" : value.ToString("0.000");

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000");
}
