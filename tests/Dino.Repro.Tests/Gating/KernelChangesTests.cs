using System.Text.Json;
using Dino.Core;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;
using Dino.Repro.Cli;
using Dino.Repro.Options;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Gating;

public sealed class KernelChangesTests : IDisposable
{
    private static readonly string s_stored = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "kernels");
    private static readonly string s_before = Path.Combine(s_stored, "before.json");
    private static readonly string s_after = Path.Combine(s_stored, "after.json");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-changes-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Between_StoredRuns_SaysWhichKernelsAreFaster()
    {
        var changes = KernelChanges.Between(s_before, s_after);

        Assert.Equal(
            [("OpForward Cpu encoder Float32", "faster"), ("OpForward Cpu decoder Float32", "slower"), ("OpBackward Cpu encoder Float32", "no difference shown")],
            changes.Changes.Select(change => (change.Name, change.Verdict)));
        Assert.Equal(["OpBackward Cpu batch-2 Float64", "OpForward Cpu five-scale Float32"], changes.OnlyInOne);
    }

    [Fact]
    public void Between_StoredRuns_AddsTheIntervalsInSquares()
    {
        var change = KernelChanges.Between(s_before, s_after).Changes[0];

        // ln(20.4 / 19.6) / 2 = ln(25.5 / 24.5) / 2 = 0.0200027; times the root of 2: 0.0282880.
        Assert.Equal((20.0, 25.0, 1.25), (change.Before, change.After, Math.Round(change.Speed, 12)));
        Assert.Equal(1.25 * Math.Exp(-0.0282880), change.Low, 1e-6);
        Assert.Equal(1.25 * Math.Exp(0.0282880), change.High, 1e-6);
    }

    [Fact]
    public void Between_OtherProcessors_IsRefused()
    {
        const string Ratio = """{"name": "forward", "ratio": 2, "low": 1.9, "high": 2.1}""";
        var other = WriteRatios("other.json", $$"""{"processor": "another", "ratios": [{{Ratio}}]}""");

        Assert.Contains("ratios of different processors are not compared", Assert.Throws<NotComparableException>(() => KernelChanges.Between(s_before, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ANameTwice_IsRefusedByName()
    {
        const string Kernel = """{"name": "forward", "ratio": 2, "low": 1.9, "high": 2.1}""";
        var twice = WriteRatios("twice.json", $$"""{"processor": "any", "ratios": [{{Kernel}}, {{Kernel}}]}""");

        Assert.Equal($"{twice}: forward is there twice; expected every kernel once", Assert.Throws<BadInputException>(() => KernelRatios.Load(twice)).Message);
    }

    [Fact]
    public void Load_NoRatios_SaysSo()
    {
        var empty = WriteRatios("empty.json", """{"processor": "any", "ratios": []}""");

        var problem = Assert.Throws<BadInputException>(() => KernelRatios.Load(empty));
        Assert.Equal($"{empty}: has no ratios; expected those of at least one kernel", problem.Message);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"processor": "any", "ratios": null}""")]
    [InlineData("""{"processor": "any", "ratios": [null]}""")]
    [InlineData("""{"processor": "any", "ratios": [{"ratio": 2, "low": 1.9, "high": 2.1}]}""")]
    public void Load_AnotherFile_IsRefused(string content)
    {
        var path = WriteRatios("none.json", content);

        var problem = Assert.Throws<BadInputException>(() => KernelRatios.Load(path));
        Assert.StartsWith($"{path}: not a file of kernel ratios", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        var path = Path.Combine(_folder.FullName, "copy.json");
        var ratios = KernelRatios.Load(s_before);
        ratios.Save(path);

        Assert.Equal(ratios.Ratios, KernelRatios.Load(path).Ratios);
    }

    [Fact]
    public async Task Command_StoredRuns_WritesTheChanges()
    {
        var json = Path.Combine(_folder.FullName, "changes.json");

        Assert.Equal(ExitCode.Ok, await Application.RunAsync(["compare-kernels", s_before, s_after, "--json", json]));

        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        Assert.Equal(["faster", "slower", "no difference shown"], written.RootElement.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Command_AMissingFile_IsBadInput()
        => Assert.Equal(ExitCode.BadInput, await Application.RunAsync(["compare-kernels", s_before, Path.Combine(_folder.FullName, "none.json")]));

    private string WriteRatios(string name, string json)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, json);
        return path;
    }
}
