using System.Text.RegularExpressions;
using Dino.Evaluation;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using Dino.Figures.Results;
using Dino.TestUtilities.Snapshots;

namespace Dino.Figures.Tests.Reports;

public sealed class ReportWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Markdown_IsAsReviewed()
    {
        var file = FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]), Path.Combine(_folder, "figures"), "metrics");
        ReportWriter.Write(Samples.Report(new ReportFigure(FigurePlace.Results, file)), _folder);

        Snapshot.Match(File.ReadAllText(Path.Combine(_folder, "report.md")), NumericTolerance.Exact, extension: "md");
    }

    [Fact]
    public void Write_Page_NeedsNothingElse()
    {
        var file = FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained]), Path.Combine(_folder, "figures"), "metrics");
        ReportWriter.Write(Samples.Report(new ReportFigure(FigurePlace.Results, file)), _folder);
        var page = File.ReadAllText(Path.Combine(_folder, "index.html"));

        Assert.DoesNotMatch("""(?:src|href)="(?!data:|#)""", page);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Matches("<img src=\"data:image/png;base64,[^\"]{1000,}\" alt=\"[^\"]{50,}\">", page);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(page, "<section id=\"([^\"]+)\">"), Regex.Count(page, "<li><a href=\"#"));
    }

    [Fact]
    public void Write_NamesWithMarkup_StayText()
    {
        var model = Samples.Report() with { Title = "<script>alert(1)</script> | *x*", Setup = [new("a|b", "<b>\n# c</b>")] };
        ReportWriter.Write(model, _folder);

        Assert.DoesNotContain("<script>alert", File.ReadAllText(Path.Combine(_folder, "index.html")), StringComparison.Ordinal);
        var markdown = File.ReadAllText(Path.Combine(_folder, "report.md"));
        Assert.StartsWith(@"# \<script\>alert(1)\</script\> \| \*x\*", markdown, StringComparison.Ordinal);
        Assert.Contains(@"| a\|b | \<b\> \# c\</b\> |", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.56, "Fine-tuning raised AP from 0.380 to 0.560 (+0.180).")]
    [InlineData(0.30, "Fine-tuning lowered AP from 0.380 to 0.300 (-0.080).")]
    [InlineData(-1, "AP cannot be measured: the test images have no objects.")]
    [InlineData(0.383, "Fine-tuning left AP as it was: 0.380 before, 0.383 after.")]
    public void Headline_FollowsFromTheNumbers(double after, string expected)
    {
        var model = Samples.Report() with { Statistics = [Samples.PretrainedStatistics], FineTuned = Samples.FineTuned with { Stats = [after, .. Samples.FineTuned.Stats.Skip(1)] } };

        Assert.Equal(expected, new Findings(model).Headline());
    }

    [Fact]
    public void Headline_IntervalWithZero_IsNotCalledSure()
        => Assert.EndsWith(
            "which includes zero: more images are needed to be sure.",
            new Findings(Samples.Report() with { Statistics = [Unsure()] }).Headline(), StringComparison.Ordinal);

    [Fact]
    public void Changes_MixedIntervals_SayWhatIsCertain()
    {
        var sure = Samples.FineTunedStatistics.Report;
        StatDifference[] mixed = [.. sure.Comparison.Select((change, index) => index switch
        {
            0 => change,
            1 => change with { Low = -0.2, High = -0.1 },
            2 => change with { Resamples = 0 },
            _ => change with { Low = -0.1 },
        })];
        var model = Samples.Report() with { Statistics = [new EvaluationStatistics("fine-tuned", sure with { Comparison = mixed })] };

        Assert.Contains(
            "Beyond chance, by 95% intervals of the paired differences: AP rose, AP50 fell; the other 9 of 11 numbers may as well not have changed, as far as one image can tell.",
            new Findings(model).Changes());
    }

    private static EvaluationStatistics Unsure()
    {
        var sure = Samples.FineTunedStatistics.Report;
        return new EvaluationStatistics("fine-tuned", sure with { Comparison = [.. sure.Comparison.Select(change => change with { Low = -0.01, High = 0.3 })] });
    }
}
