using System.Text.Json;

namespace Dino.Core.Tests;

public sealed class InputJsonTests
{
    private static readonly JsonSerializerOptions s_options = InputJson.Strict(JsonSerializerOptions.Default);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Name": null, "Parts": []}""")]
    [InlineData("""{"Name": "x", "Parts": null}""")]
    [InlineData("""{"Name": "x", "Parts": [null]}""")]
    [InlineData("""{"Name": "x", "Parts": [], "Lists": {"a": null}}""")]
    [InlineData("""{"Name": "x", "Parts": [], "Lists": {"a": [null]}}""")]
    [InlineData("""{"Name": "x", "Name": "y", "Parts": []}""")]
    public void Parse_NullMissingOrRepeatedMember_NamesTheSource(string json)
    {
        var problem = Assert.Throws<BadInputException>(() => InputJson.Parse<Document>(json, "a.json", s_options, "a document"));

        Assert.StartsWith("a.json: not a document: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("InputJsonTests", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NullElement_NamesTheMember()
    {
        var problem = Assert.Throws<BadInputException>(
            () => InputJson.Parse<Document>("""{"Name": "x", "Parts": [null]}""", "a.json", s_options, "a document"));

        Assert.Contains("'Parts'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OptionalMembers_MayBeNullOrMissing()
    {
        var document = InputJson.Parse<Document>(
            """{"Name": "x", "Parts": [{"Number": null}]}""", "a.json", s_options, "a document");

        Assert.Null(Assert.Single(document.Parts).Number);
        Assert.Null(document.Lists);
    }

    [Fact]
    public void Parse_NullInATopmostList_IsRefused()
        => Assert.Throws<BadInputException>(() => InputJson.Parse<List<Part>>("[null]", "a.json", s_options, "a list"));

    private sealed record Document(
        string Name, IReadOnlyList<Part> Parts, IReadOnlyDictionary<string, IReadOnlyList<string>>? Lists = null);

    private sealed record Part(int? Number = null);
}
