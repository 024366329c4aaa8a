using Dino.Core;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Runs;

/// <summary>Whose folder it is, and what the manifest may say.</summary>
public sealed class RunSessionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-session-").FullName;
    private readonly TestConsole _console = new();

    public RunSessionTests() => _console.Profile.Width = 1000;

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _console.Dispose();
    }

    [Theory]
    [InlineData("data/thesis.txt")]
    [InlineData("figures/graph.png")]
    [InlineData("report.md")]
    [InlineData(".work/sketch")]
    public void Begin_InAFolderOfSomebodyElse_IsRefused(string file)
    {
        AtomicFile.WriteText(Path.Combine(_root, file), "mine");
        var problem = Assert.Throws<BadInputException>(() => RunSession.Begin(Context()));
        Assert.Contains("was not made by a run", problem.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_root, file)], Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Begin_BesidePredictions_BeginsARun()
    {
        AtomicFile.WriteText(Path.Combine(_root, "predictions", "predictions.json"), "{}");
        RunSession.Begin(Context()).Dispose();
        Assert.NotNull(RunManifest.Load(Path.Combine(_root, "run.json")));
    }

    [Fact]
    public void Begin_WithDataInTheRunsOwnFolder_IsRefused()
    {
        RunSession.Begin(Context()).Dispose();
        AtomicFile.WriteText(Path.Combine(_root, "data", "annotations.json"), "{}");
        var problem = Assert.Throws<BadInputException>(() => RunSession.Begin(Context() with { DataPath = Path.Combine(_root, "data") }));
        Assert.Contains("--data", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_ASecondTime_IsRefusedWhileTheFirstWorks()
    {
        using var first = RunSession.Begin(Context());
        Assert.Throws<BadInputException>(() => RunSession.Begin(Context()));
        Assert.Throws<BadInputException>(() => RunSession.OpenExisting(new RunFolder(_root)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Begin_WithADamagedManifest_RestoresItFromItsCopy(string content)
    {
        using (var session = RunSession.Begin(Context()))
        {
            session.Keep(session.Manifest.With("data", Record("data/file")));
        }

        File.WriteAllText(Path.Combine(_root, "run.json"), content);
        using (var session = RunSession.Begin(Context()))
        {
            Assert.True(session.Manifest.Stages["data"].Finished);
        }

        Assert.Contains("restored from", _console.Output, StringComparison.Ordinal);
        Assert.NotNull(RunManifest.Load(Path.Combine(_root, "run.json")));
    }

    [Fact]
    public void OpenExisting_WithADamagedManifest_IsRefusedInOneLine()
    {
        File.WriteAllText(Path.Combine(_root, "run.json"), "{\"profile\": null}");
        var problem = Assert.Throws<BadInputException>(() => RunSession.OpenExisting(new RunFolder(_root)));
        Assert.StartsWith(Path.Combine(_root, "run.json"), problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("/dev/zero")]
    [InlineData("data/../../elsewhere")]
    [InlineData("")]
    public void Load_WithAFileOutsideOfTheRun_IsRefused(string file)
    {
        RunSession.Begin(Context()).Dispose();
        var path = Path.Combine(_root, "run.json");
        RunManifest.Load(path)!.With("data", Record(file)).Save(path);
        var problem = Assert.Throws<BadInputException>(() => RunManifest.Load(path));
        Assert.Contains("expected paths inside the run's folder", problem.Message, StringComparison.Ordinal);
    }

    private static StageRecord Record(string file)
        => new("f", true, "2026-01-01T00:00:00Z", 1, 1, new Dictionary<string, string> { [file] = "x" }, new Dictionary<string, string>());

    private RunContext Context() => new(
        ProfileCatalogue.Load("embedded"), new RunFolder(_root), null, null, null, "cpu", null, 42, new RunConsole(_console, TimeProvider.System));
}
