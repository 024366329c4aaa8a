using Dino.Core;
using Dino.Repro.Options;
using Dino.Repro.Weights;

namespace Dino.Repro.Tests.Cli;

/// <summary>What an option names to be written is neither an input nor somebody else's file.</summary>
public sealed class OutputsTests : IDisposable
{
    private static readonly OutputKind Inspection = OutputKind.Json<CheckpointInspection>();

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-outputs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Require_AnInput_IsRefusedByEveryOfItsNames()
    {
        var input = Write("w.json", """{"path": "a", "bytes": 1}""");
        File.CreateSymbolicLink(Place("link.json"), input);
        Directory.CreateSymbolicLink(Place("folder"), _folder);
        string[] names = [input, Place("link.json"), Place("folder/w.json"), Place("./x/../w.json")];
        foreach (var name in names)
        {
            var outputs = new Outputs().Reads(input).Writes("--json", name, Inspection);
            var problem = Assert.Throws<BadInputException>(outputs.Require);

            Assert.Contains("which the command reads", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Require_TwoOptionsOfOneFile_NamesBoth()
    {
        var outputs = new Outputs().Writes("--json", Place("a"), Inspection).Writes("--csv", Place("a"), Inspection);

        var problem = Assert.Throws<BadInputException>(outputs.Require);
        Assert.Contains("the file of --json", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"images": [], "annotations": [], "categories": []}""")]
    [InlineData("""{"path": "one member in common"}""")]
    [InlineData("""{"path": "a", "bytes": 1, "mine": 2}""")]
    [InlineData("notes of mine")]
    public void Require_AForeignFile_IsRefused(string content)
    {
        var file = Write("mine.json", content);

        var problem = Assert.Throws<BadInputException>(() => new Outputs().Writes("--json", file, Inspection).Require());

        Assert.StartsWith($"--json {file}: exists and is not", problem.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void Require_NewEmptyAndOwnFiles_Passes()
    {
        Write("empty.json", "");
        Write("own.json", """{"path": "a", "bytes": 1, "format": "Torch"}""");
        foreach (var name in new[] { "new.json", "empty.json", "own.json", "own.json" })
        {
            new Outputs().Reads(Place("w.pth")).Writes("--json", Place(name), Inspection).Require();
        }
    }

    [Fact]
    public void Require_AFolder_SaysSo()
    {
        var problem = Assert.Throws<BadInputException>(new Outputs().Writes("--json", _folder, Inspection).Require);

        Assert.Contains("is a folder", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputFolder_OfAnotherOrAnotherVerb_IsRefused()
    {
        var folder = Directory.CreateDirectory(Place("predictions")).FullName;
        new OutputFolder(folder, "predict").Claim();
        File.WriteAllText(Path.Combine(folder, "predictions.csv"), "ours");

        new OutputFolder(folder, "predict").Require();
        Assert.Throws<BadInputException>(() => new OutputFolder(folder, "evaluate").Require());
        File.Delete(Path.Combine(folder, OutputFolder.Mark));
        Assert.Throws<BadInputException>(() => new OutputFolder(folder, "predict").Claim());
        Assert.False(File.Exists(Path.Combine(folder, OutputFolder.Mark)));
    }

    private string Place(string name) => Path.Combine(_folder, name);

    private string Write(string name, string content)
    {
        File.WriteAllText(Place(name), content);
        return Place(name);
    }
}
