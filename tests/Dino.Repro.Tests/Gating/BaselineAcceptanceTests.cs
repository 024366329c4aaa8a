using Dino.Core;
using Dino.Repro.Baselines;
using Dino.Repro.Gating;
using Dino.Repro.Runs;

namespace Dino.Repro.Tests.Gating;

public sealed class BaselineAcceptanceTests : IDisposable
{
    private readonly GatedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Write_KeepsReasonAndRun()
    {
        var manifest = BaselineFolder.Manifest(Folder().Metrics)!;

        Assert.Equal("made by a test", manifest.Reason);
        Assert.Equal(RunFacts.Validation(RunManifest.Load(_run.Folder.Manifest)!), RunFacts.Validation(manifest.Run));
        Assert.True(File.Exists(Path.Combine(Folder().Metrics, "pretrained", "detections.json.gz")));
    }

    [Fact]
    public void Prepare_AWorseRun_ComparesAndWrites_ThenPasses()
    {
        _run.Evaluate("finetuned", _run.Detections, loss: 9);
        Assert.False(_run.Gate().Passed);

        var acceptance = BaselineAcceptance.Prepare(GatedRun.Profile, _run.Folder, Folder(), _run.KernelsFile);
        _run.Accept();

        Assert.False(acceptance.Comparison!.Passed);
        Assert.True(_run.Gate().Passed);
    }

    [Fact]
    public void Prepare_AnotherClassMap_SaysWhyItIsNotCompared()
    {
        _run.Manifest(classMap: "2:1");

        Assert.Contains("class map", BaselineAcceptance.Prepare(GatedRun.Profile, _run.Folder, Folder(), null).WhyNotCompared, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnUnfinishedRun_LeavesTheBaselineAlone()
    {
        var run = RunManifest.Load(_run.Folder.Manifest)!;
        var unfinished = run with { Stages = run.Stages.Where(stage => stage.Key != "fine-tune").ToDictionary() };

        Assert.Throws<BadInputException>(() => BaselineAcceptance.Write(_run.Folder, Folder(), unfinished, "too early", null, TimeProvider.System));
        Assert.Equal("made by a test", BaselineFolder.Manifest(Folder().Metrics)!.Reason);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, "unchanged")]
    [InlineData(-0.1, -0.2, -0.05, "significant: the interval excludes zero")]
    [InlineData(-0.1, -0.2, 0.05, "not significant: the interval [-0.2000, +0.0500] includes zero")]
    public void Significance_FollowsFromTheInterval(double difference, double low, double high, string expected)
        => Assert.Equal(expected, BaselineAcceptance.Significance(new GateRow("metrics", "AP", GateStatus.Pass, 0.5, 0.5, difference, low, high, 0.1, "")));

    private BaselineFolder Folder() => BaselineFolder.For(_run.Baselines, RunManifest.Load(_run.Folder.Manifest)!);
}
