using Dino.Checkpoints.Download;
using Dino.Core;

namespace Dino.Checkpoints.Tests.Download;

public sealed class WeightCatalogueTests
{
    [Fact]
    public void Default_EveryEntry_IsValidAndSecure()
    {
        Assert.NotEmpty(WeightCatalogue.Default.Entries);
        Assert.All(WeightCatalogue.Default.Entries, entry => Assert.All(entry.Sources, source => Assert.Equal("https", source.Scheme)));
        Assert.Equal("checkpoint0033_4scale.pth", WeightCatalogue.Default.Find("checkpoint0033_4scale").File);
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes()
    {
        var problem = Assert.Throws<BadInputException>(() => WeightCatalogue.Default.Find("dino"));
        Assert.Contains("expected one of checkpoint0011_4scale, ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"name":"a","file":"../a.pth","description":"","sources":["https://x/a"]}]""", "'a' is not valid")]
    [InlineData("""[{"name":"a","file":"a.pth","description":"","sources":["file:///etc/passwd"]}]""", "'a' is not valid")]
    [InlineData("""[{"name":"a","file":"a.pth","description":"","sources":[]}]""", "'a' is not valid")]
    [InlineData("""[{"name":"a","file":"a.pth","description":"","sources":["https://x/a"],"sha256":"12"}]""", "'a' is not valid")]
    [InlineData("""[{"name":"a","file":"a.pth","description":"","sources":["https://x/a"]},{"name":"a","file":"b.pth","description":"","sources":["https://x/a"]}]""", "same name")]
    [InlineData("{}", "not a list of weights")]
    public void Parse_BadEntry_IsRefusedByName(string json, string reason)
    {
        var problem = Assert.Throws<BadInputException>(() => WeightCatalogue.Parse(json, "mine.json"));
        Assert.StartsWith("mine.json: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
