using System.Text.Json;
using Dino.Repro.Options;

namespace Dino.Repro.Tests.Cli;

/// <summary>Names with terminal escapes and formulas, through whole commands.</summary>
public sealed class PlainTextCommandTests : IDisposable
{
    private const string Escapes = """
        {"images": [{"id": 1, "file_name": "\u001b[31mEVIL\u001b]0;pwn\u0007.png", "width": 10, "height": 10}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}],
         "categories": [{"id": 1, "name": "\u001b[2J\u001b]0;pwn\u0007\n\u202eline"}]}
        """;

    private const string Formulas = """
        {"images": [{"id": 1, "file_name": "a.png", "width": 10, "height": 10}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}],
         "categories": [{"id": 1, "name": "=cmd|' /C calc'!A1"}, {"id": 2, "name": "-2"}, {"id": 3, "name": "@x"}]}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _root = Directory.CreateTempSubdirectory("dino-text-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void DatasetCheck_NamesWithEscapes_ShowsThem()
    {
        Directory.CreateDirectory(In("images"));
        File.WriteAllText(In("annotations.json"), Escapes);

        var (code, output, error) = DinoProcess.Run(Limit, "dataset", "check", _root);

        Assert.Equal((ExitCode.CheckFailed, ""), (code, error));
        Assert.DoesNotContain(output, character => char.IsControl(character) && character != '\n');
        Assert.Contains("\\u001b[31mEVIL", output, StringComparison.Ordinal);
        Assert.Contains("1 \\u001b[2J\\u001b]0;pwn\\u0007\\u000a\\u202eline: 1 annotations", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataset", "check", "\u001b[2Jnone")]
    [InlineData("weights", "fetch", "\u001b]0;pwn\u0007")]
    [InlineData("weights", "inspect", "no\u009b31m\u202efile")]
    [InlineData("evaluate", "--device", "\u001b[31m")]
    public void Command_ArgumentsWithEscapes_ComplainsWithoutThem(params string[] arguments)
    {
        var (code, output, error) = DinoProcess.Run(Limit, arguments);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.DoesNotContain(output + error, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202e', error);
        Assert.Contains("\\u00", error, StringComparison.Ordinal);
    }

    [Fact]
    public void EvaluateCoco_CategoriesThatAreFormulas_WritesCellsThatNothingRuns()
    {
        File.WriteAllText(In("gt.json"), Formulas);
        File.WriteAllText(In("dt.json"), JsonSerializer.Serialize(
            new[] { new { image_id = 1, category_id = 1, bbox = new[] { 1, 1, 5, 5 }, score = 0.5 } }));

        string[] files = ["--gt", In("gt.json"), "--dt", In("dt.json"), "--csv", In("a.csv")];
        var (code, _, error) = DinoProcess.Run(Limit, ["evaluate-coco", .. files]);

        Assert.True(code == ExitCode.Ok, error);
        var lines = File.ReadAllLines(In("a.csv"));
        Assert.Contains(lines, line => line.StartsWith("1,'=cmd|' /C calc'!A1,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("2,-2,-1,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("3,'@x,-1,", StringComparison.Ordinal));
    }

    private string In(string name) => Path.Combine(_root, name);
}
