using Dino.Core;
using Dino.Figures.Results;

namespace Dino.Figures.Tests.Results;

public sealed class EvaluationSummaryTests
{
    [Fact]
    public void Load_MetricsFile_IsRead()
    {
        var summary = Load("""{"stats": [0.5, 0.8, 0.5, 0.3, 0.6, -1, 0.1, 0.5, 0.6, 0.4, 0.7, -1], "stats_names": [], "losses": {"loss": 12.5, "class_error": 3}}""");

        Assert.Equal(("x", 0.8, -1, 12.5, 3), (summary.Name, summary.Stats[1], summary.Stats[11], summary.Losses["loss"], summary.Losses["class_error"]));
    }

    [Theory]
    [InlineData("""{"stats": [0.5], "losses": {}}""", "stats has 1 numbers; expected 12")]
    [InlineData("""{"losses": {}}""", "not a metrics file")]
    [InlineData("""[]""", "not a metrics file")]
    [InlineData("""{""", "not a metrics file")]
    public void Load_AnythingElse_IsRefusedWithTheReason(string content, string reason)
        => Assert.Contains(reason, Assert.Throws<BadInputException>(() => Load(content)).Message, StringComparison.Ordinal);

    private static EvaluationSummary Load(string content)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("dino-metrics-").FullName, "metrics.json");
        File.WriteAllText(path, content);
        return EvaluationSummary.Load("x", path);
    }
}
