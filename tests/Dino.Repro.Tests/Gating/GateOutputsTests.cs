using System.Text.Json;
using System.Xml.Linq;
using Dino.Gating.Comparison;
using Dino.Gating.Outputs;

namespace Dino.Repro.Tests.Gating;

public sealed class GateOutputsTests : IDisposable
{
    private static readonly GateReport Report = new("embedded", "cpu", "version 1", "accepted (because <b>a|b</b> @all)", "dotnet cake --target=Gate",
    [
        new("metrics finetuned", "AP", GateStatus.Fail, 0.5, 0.4, -0.1, -0.15, -0.05, 0.06, "dropped, 100%\nof it"),
        new("metrics finetuned", "APs", GateStatus.Warn, 0.5, 0.4, -0.1, -0.25, 0.05, 0.06, "undecided"),
        GateRow.Of("memory", "fine-tune", GateStatus.Pass, 100, 110, 0.1, 0.5, "within"),
        GateRow.Skipped("kernels", "ratios", "none given"),
    ]);

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-gate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Json_HasVerdictAndRows()
    {
        GateFiles.Write(_folder, Report);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "gate.json")));
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        var row = json.RootElement.GetProperty("report").GetProperty("rows")[0];
        Assert.Equal(("fail", -0.1), (row.GetProperty("status").GetString(), row.GetProperty("difference").GetDouble()));
    }

    [Fact]
    public void Write_JUnit_CountsFailuresAndSkips()
    {
        GateFiles.Write(_folder, Report);

        var root = XDocument.Load(Path.Combine(_folder, "gate.xml")).Root!;
        Assert.Equal(("4", "1", "1"), (root.Attribute("tests")!.Value, root.Attribute("failures")!.Value, root.Attribute("skipped")!.Value));
        Assert.Equal("AP", root.Descendants("failure").Single().Parent!.Attribute("name")!.Value);
    }

    [Fact]
    public void Write_Markdown_KeepsForeignTextHarmless()
    {
        var markdown = GateMarkdown.Format(Report);

        Assert.StartsWith("<!-- dino-gate embedded-cpu -->\n## ❌", markdown, StringComparison.Ordinal);
        Assert.Contains("because &lt;b>a\\|b&lt;/b> &#64;all", markdown, StringComparison.Ordinal);
        Assert.Contains("dropped, 100% of it", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Announce_InAWorkflow_AnnotatesAndAppendsToTheSummary()
    {
        var summary = Path.Combine(_folder, "summary.md");
        File.WriteAllText(summary, "before\n");
        using var output = new StringWriter();

        GateFiles.Announce(Report, name => name == "GITHUB_STEP_SUMMARY" ? summary : name == "GITHUB_ACTIONS" ? "true" : null, output);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("::error title=gate%3A metrics finetuned%3A AP::dropped, 100%25%0Aof it", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("::warning ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("before\n<!-- dino-gate", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void Announce_Elsewhere_PrintsNothing()
    {
        using var output = new StringWriter();
        GateFiles.Announce(Report, _ => null, output);
        Assert.Empty(output.ToString());
    }
}
