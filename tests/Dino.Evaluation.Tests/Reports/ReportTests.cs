using System.Text.Json;
using Dino.Core;

namespace Dino.Evaluation.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_Report_HasPycocotoolsNumbersAtFullPrecision()
    {
        var fixture = CocoEvalCase.Load("03-crowd");
        ReportJson.Write(_folder.PathOf("out.json"), EvaluationReport.Create(fixture.Evaluate()));

        using var document = JsonDocument.Parse(File.ReadAllText(_folder.PathOf("out.json")));
        var root = document.RootElement;

        Assert.Equal(fixture.Stats("stats"), root.GetProperty("stats").EnumerateArray().Select(number => number.GetDouble()));
        Assert.Equal(CocoStatistics.Names, root.GetProperty("stats_names").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal("classification", root.GetProperty("errors").GetProperty("errors")[0].GetProperty("kind").GetString());
        var categories = root.GetProperty("per_category").EnumerateObject().ToDictionary(
            entry => long.Parse(entry.Name),
            entry => entry.Value.EnumerateArray().Select(number => number.GetDouble()).ToArray());
        Assert.Equal(fixture.PerCategory(), categories);
        Assert.Equal(["small", "medium", "large"], root.GetProperty("precision_recall_by_size").EnumerateArray().Select(curve => curve.GetProperty("area").GetString()!));
        Assert.Equal(101, root.GetProperty("precision_recall_by_size")[0].GetProperty("precision").GetArrayLength());
    }

    [Fact]
    public void Json_ReadBack_IsTheSameReport()
    {
        var fixture = CocoEvalCase.Load("02-person-40");
        var report = EvaluationReport.Create(fixture.Evaluate(), new BootstrapOptions(Resamples: 20), baseline: fixture.Evaluate());

        ReportJson.Write(_folder.PathOf("a.json"), report);
        ReportJson.Write(_folder.PathOf("b.json"), ReportJson.Read(_folder.PathOf("a.json")));

        Assert.Equal(File.ReadAllText(_folder.PathOf("a.json")), File.ReadAllText(_folder.PathOf("b.json")));
    }

    [Fact]
    public void Json_NotAReport_IsRefusedWithItsName()
    {
        var path = _folder.Write("x.json", """{"stats":[1]}""");

        Assert.StartsWith(path, Assert.Throws<BadInputException>(() => ReportJson.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_Names_AreQuotedAndNumbersFull()
    {
        var builder = new CocoGroundTruthBuilder("gt");
        builder.AddImage(1);
        builder.AddCategory(4, "a \"b\", c");
        var report = EvaluationReport.Create(CocoEvaluator.Evaluate(builder.Build(), new CocoDetectionsBuilder().Build()));

        Assert.Equal(
            "category_id,category,AP,AP50,AP75,APs,APm,APl,AR100\r\n,all,-1,-1,-1,-1,-1,-1,-1\r\n4,\"a \"\"b\"\", c\",-1,-1,-1,-1,-1,-1,-1\r\n",
            ReportCsv.Format(report));
    }

    [Fact]
    public void Markdown_FullReport_HasEverySection()
    {
        var fixture = CocoEvalCase.Load("07-sparse");
        var report = EvaluationReport.Create(fixture.Evaluate(), new BootstrapOptions(Resamples: 20), baseline: fixture.Evaluate());

        var text = ReportMarkdown.Format(report);

        Assert.All(
            ["# COCO evaluation", "## Statistics", "## Compared with", "## Categories", "## Errors", "## Object size", "## Operating point", "95% intervals from 20 resamples"],
            section => Assert.Contains(section, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Markdown_NamesOfTheFile_CannotBreakTheTable()
    {
        var builder = new CocoGroundTruthBuilder("gt");
        builder.AddImage(1);
        builder.AddCategory(4, "a|b\n<script>");

        var text = ReportMarkdown.Format(EvaluationReport.Create(CocoEvaluator.Evaluate(builder.Build(), new CocoDetectionsBuilder().Build())));

        Assert.Contains("| a\\|b &lt;script> | - |", text, StringComparison.Ordinal);
    }
}
