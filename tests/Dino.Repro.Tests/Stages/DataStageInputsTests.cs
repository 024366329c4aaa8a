using Dino.Core;
using Dino.Data.Synthetic;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Stages;

/// <summary>When a run notices that the user's images changed.</summary>
public sealed class DataStageInputsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-inputs-").FullName;
    private readonly TestConsole _console = new();
    private readonly RunContext _context;

    public DataStageInputsTests()
    {
        SyntheticDataset.Write(Path.Combine(_root, "given"), new SyntheticOptions(Seed: 3, Images: 4, SyntheticStyle.Experiment, Width: 96, Height: 64));
        var profile = ProfileCatalogue.Load("embedded");
        _context = new RunContext(
            profile with { Data = profile.Data with { Train = 3, Val = 1 } }, new RunFolder(Path.Combine(_root, "run")), Path.Combine(_root, "given"), null, "none", "cpu", null, 42,
            new RunConsole(_console, TimeProvider.System));
        Run(_context);
    }

    private string Image => Path.Combine(_root, "given", "images", "000002.jpg");

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _console.Dispose();
    }

    [Fact]
    public void Run_AfterAnImageWasTouched_IsUnchanged()
    {
        File.SetLastWriteTimeUtc(Image, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Run(_context);
        Assert.Contains("unchanged since", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AfterAnImageChanged_RunsTheStageAgain()
    {
        Replace(TimeSpan.FromSeconds(1));
        Run(_context);
        Assert.Contains("changed: input images of annotations.json", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AfterAnImageChangedWithoutATrace_IsNoticedOnRequest()
    {
        Replace(TimeSpan.Zero);
        Run(_context);
        Assert.Contains("unchanged since", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("changed: input", _console.Output, StringComparison.Ordinal);

        var run = RunManifest.Load(_context.Folder.Manifest)!;
        var problem = Assert.Throws<BadInputException>(() => RunIntegrity.RequireInputs(run, _context, [new DataStage()]));
        Assert.Contains("images of annotations.json", problem.Message, StringComparison.Ordinal);

        Run(_context with { VerifyInputs = true });
        Assert.Contains("changed: input images of annotations.json", _console.Output, StringComparison.Ordinal);
    }

    /// <summary>Other bytes of the same number in a file of its own: what the run has is a link to the old one.</summary>
    private void Replace(TimeSpan later)
    {
        var (bytes, time) = (File.ReadAllBytes(Image), File.GetLastWriteTimeUtc(Image));
        bytes[^3] ^= 1;
        File.Delete(Image);
        File.WriteAllBytes(Image, bytes);
        File.SetLastWriteTimeUtc(Image, time + later);
    }

    private void Run(RunContext context)
    {
        using var session = RunSession.Begin(context);
        new StageRunner(context, session, TimeProvider.System).Run([new DataStage()], DataStage.StageName, force: false, CancellationToken.None);
    }
}
