using Dino.Core;
using Dino.Pipeline.Profiles;

namespace Dino.Repro.Tests.Profiles;

public sealed class ProfileCatalogueTests
{
    public static TheoryData<string> Names => [.. ProfileCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_EveryEmbeddedProfile_IsValidAndNamedAsItsFile(string name)
        => Assert.Equal(name, ProfileCatalogue.Load(name).Name);

    [Fact]
    public void Names_HoldTheDefaultAndThePublishedModels()
        => Assert.Equal(["dino-4scale-r50", "dino-4scale-r50-12ep", "dino-5scale-r50", "embedded"], ProfileCatalogue.Names);

    [Fact]
    public void Load_UnknownName_NamesTheKnownOnes()
    {
        var error = Assert.Throws<BadInputException>(() => ProfileCatalogue.Load("dino-6scale"));
        Assert.Contains("dino-6scale", error.Message, StringComparison.Ordinal);
        Assert.Contains("embedded", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_WrittenProfile_ReadsBack(string name)
    {
        var json = ProfileCatalogue.ToJson(ProfileCatalogue.Load(name));
        Assert.Equal(json, ProfileCatalogue.ToJson(ProfileCatalogue.Parse(json, "round trip")));
    }

    [Theory]
    [InlineData("\"num_classes\": 2,\n    \"dn_labelbook_size\": 2", "\"num_classes\": 3,\n    \"dn_labelbook_size\": 2", "dn_labelbook_size is 2")]
    [InlineData("\"class_map\": { \"1\": 1 }", "\"class_map\": { \"9\": 1 }", "pretrained label 9")]
    [InlineData("\"class_map\": { \"1\": 1 }", "\"class_map\": { \"1\": 2 }", "new label 2")]
    [InlineData("\"name\": \"embedded\"", "\"name\": \"../escape\"", "name is '../escape'")]
    [InlineData("\"shipped\": \"dino-embedded.safetensors\"", "\"shipped\": \"/etc/passwd\"", "weights.shipped")]
    [InlineData("\"batch_size\": 4", "\"batch_sise\": 4", "batch_sise")]
    public void Parse_BrokenRule_NamesKeyAndValue(string text, string replacement, string expected)
    {
        var json = EmbeddedText().Replace(text, replacement, StringComparison.Ordinal);
        var error = Assert.Throws<BadInputException>(() => ProfileCatalogue.Parse(json, "mine.json"));
        Assert.StartsWith("mine.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static string EmbeddedText()
    {
        using var stream = typeof(ProfileCatalogue).Assembly.GetManifestResourceStream("Dino.Pipeline.Profiles.embedded.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
