using Dino.Core;
using Dino.Gating.Acceptance;
using Dino.Gating.Baselines;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;
using Dino.Repro.Options;

namespace Dino.Repro.Tests.Gating;

public sealed class BaselineAcceptanceTests : IDisposable
{
    private static readonly string[] s_reason = ["--reason", "better data"];

    private readonly GatedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Write_KeepsReasonAndRun()
    {
        var baseline = _run.Place.Open()!;

        Assert.Equal("made by a test", baseline.Manifest.Reason);
        Assert.Equal(RunFacts.Validation(_run.Run), RunFacts.Validation(baseline.Manifest.Run));
        Assert.Equal(
            [
                "attention/image-1-detection-0-locations.npy", "attention/image-1-detection-0-weights.npy",
                "figures/metrics.png",
                "finetuned/coco-table.txt", "finetuned/detections.json.gz", "finetuned/metrics.json", "kernels.json",
                "pretrained/coco-table.txt", "pretrained/detections.json.gz", "pretrained/metrics.json",
            ],
            baseline.Manifest.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prepare_AWorseRun_ComparesAndWrites_ThenPasses()
    {
        _run.Evaluate("finetuned", _run.Detections, loss: 9);
        _run.Manifest();
        Assert.False(_run.Gate().Passed);

        var acceptance = BaselineAcceptance.Prepare(_run.Context, _run.Run, _run.Baselines, KernelRatios.Load(_run.KernelsFile));
        _run.Accept();

        Assert.False(acceptance.Comparison!.Passed);
        Assert.True(_run.Gate().Passed);
    }

    [Fact]
    public void Prepare_AnotherClassMap_SaysWhyItIsNotCompared()
    {
        _run.Manifest(classMap: "2:1");

        var acceptance = BaselineAcceptance.Prepare(_run.Context, _run.Run, _run.Baselines, null);

        Assert.Contains("class map", acceptance.WhyNotCompared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_AFinishedRun_BecomesTheBaselineAndThenPasses()
    {
        _run.Evaluate("finetuned", _run.Detections, loss: 9);
        _run.Manifest();

        Assert.Equal(ExitCode.CheckFailed, await _run.Verb("gate"));
        Assert.Equal(ExitCode.Ok, await _run.Verb("accept-baselines", s_reason));
        Assert.Equal("better data", _run.Place.Open()!.Manifest.Reason);
        Assert.Equal(ExitCode.Ok, await _run.Verb("gate"));
    }

    [Fact]
    public async Task Command_AnUnfinishedRun_IsRefused()
    {
        foreach (var stage in _run.Run.Stages.Keys)
        {
            var whole = _run.Run;
            whole.With(stage, whole.Stages[stage] with { Finished = false }).Save(_run.Folder.Manifest);
            await Refused();
            whole.Save(_run.Folder.Manifest);
        }
    }

    [Theory]
    [InlineData("finetuned/metrics.json")]
    [InlineData("finetuned/detections.json")]
    [InlineData("attention/image-1-detection-0-weights.npy")]
    [InlineData("figures/metrics.png")]
    [InlineData("data/coco/annotations/instances_val2017.json")]
    [InlineData("finetune/checkpoint.safetensors")]
    public async Task Command_AnEditedFile_IsRefused(string file)
    {
        await File.AppendAllTextAsync(Path.Combine(_run.Folder.Root, file), " ");

        await Refused();
    }

    [Fact]
    public async Task Command_NumbersThatTheDetectionsDoNotGive_AreRefusedAlsoWhereTheRecordAgrees()
    {
        _run.Metrics("finetuned", [.. Enumerable.Repeat(0.99, 12)], loss: 5);
        _run.Manifest();

        await Refused();
        var problem = Assert.Throws<BadInputException>(
            () => BaselineAcceptance.Prepare(_run.Context, _run.Run, _run.Baselines, null));
        Assert.Contains("says 0.9900 where the detections give", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_AStageMadeFromAnotherResult_IsRefused()
    {
        var run = _run.Run;
        var parts = new Dictionary<string, string> { ["stage attention"] = "another" };
        run.With("report", run.Stages["report"] with { Parts = parts }).Save(_run.Folder.Manifest);

        await Refused();
    }

    [Fact]
    public async Task Command_OtherWeightsThanTheRuns_AreRefused()
    {
        var run = _run.Run;
        var parts = new Dictionary<string, string> { ["input weights"] = "others" };
        run.With("weights", run.Stages["weights"] with { Parts = parts }).Save(_run.Folder.Manifest);

        await Refused();
    }

    [Theory]
    [InlineData("gate")]
    [InlineData("accept-baselines", "--reason", "better data")]
    public async Task Command_KernelsThatAreNone_AreBadInputBeforeAnythingElse(string verb, params string[] arguments)
    {
        var garbage = Path.Combine(_run.Baselines, "..", "garbage.json");
        await File.WriteAllTextAsync(garbage, "garbage");

        foreach (var file in new[] { garbage, Path.Combine(_run.Baselines, "none.json"), _run.Baselines })
        {
            Assert.Equal(ExitCode.BadInput, await _run.Verb(verb, [.. arguments, "--kernels", file]));
        }

        Assert.Equal("made by a test", _run.Place.Open()!.Manifest.Reason);
    }

    [Fact]
    public void Write_ArraysLeftByAnEarlierRun_AreNotTaken()
    {
        var left = Path.Combine(_run.Folder.Attention, "image-999-detection-0-weights.npy");
        File.Copy(Path.Combine(_run.Folder.Attention, "image-1-detection-0-weights.npy"), left);

        _run.Accept();
        File.Delete(left);

        Assert.DoesNotContain("image-999", string.Join(' ', _run.Place.Open()!.Manifest.Files.Keys), StringComparison.Ordinal);
        Assert.True(_run.Gate().Passed);
    }

    [Fact]
    public void Write_OtherData_LeavesTheBaselineAlone()
    {
        var shipped = _run.Place;
        var before = Content(shipped.Place);
        _run.Manifest(train: "the user's");

        _run.Accept("mine");

        Assert.NotEqual(shipped, _run.Place);
        Assert.Equal(before, Content(shipped.Place));
        Assert.Equal(2, BaselineFolder.All(_run.Baselines).Count);
    }

    [Fact]
    public void Write_WithoutKernels_KeepsThoseOfTheOldBaselineWithTheirOrigin()
    {
        var old = _run.Place.Open()!;
        var (ratios, origin) = (File.ReadAllText(old.Locate("kernels.json")), old.Manifest.KernelsOrigin);

        _run.Accept("again", kernels: false);

        Assert.Equal(ratios, File.ReadAllText(_run.Place.Open()!.Locate("kernels.json")));
        Assert.Equal(origin, _run.Place.Open()!.Manifest.KernelsOrigin);
        Assert.Contains("made by a test", origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.md")]
    [InlineData("figures/mine.png")]
    public void Write_BesideAForeignFile_IsRefusedAndNothingIsLost(string file)
    {
        AtomicFile.WriteText(Path.Combine(_run.Place.Place, file), "mine");
        var before = Content(_run.Baselines);

        var problem = Assert.Throws<BadInputException>(() => _run.Accept("again"));
        Assert.Contains("would be lost", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, Content(_run.Baselines));
    }

    [Fact]
    public void Write_AnUnfinishedRun_LeavesTheBaselineAlone()
    {
        var run = _run.Run;
        var unfinished = run with { Stages = run.Stages.Where(stage => stage.Key != "report").ToDictionary() };
        var before = Content(_run.Baselines);

        Assert.Throws<BadInputException>(
            () => BaselineAcceptance.Write(_run.Folder, unfinished, _run.Baselines, "too early", null, TimeProvider.System));
        Assert.Equal(before, Content(_run.Baselines));
    }

    [Fact]
    public void Dataset_ChangesWithTrainingValidationAndTheUsersImagesOnly()
    {
        var run = _run.Run;
        var data = run.Stages["data"];
        string Of(StageRecord record) => RunFacts.Dataset(run.With("data", record));
        string With(string part, string value) => Of(data with { Parts = new Dictionary<string, string> { [part] = value } });
        string Fact(string name) => Of(data with { Facts = new Dictionary<string, string>(data.Facts) { [name] = "another" } });

        string[] different =
        [
            RunFacts.Dataset(run), Fact("train_sha256"), Fact("val_sha256"),
            With("input images of a.json", "1"), With("input images of a.json", "2"),
        ];

        Assert.Equal(5, different.Distinct().Count());
        Assert.Equal(RunFacts.Dataset(run), With("code Dino.Ops", "another"));
        Assert.Equal(With("input images of a.json", "1"), With("input images of b.json", "1"));
        Assert.Equal(RunFacts.Dataset(run), Of(data with { Started = "later", Seconds = 1 }));
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, "unchanged")]
    [InlineData(-0.1, -0.2, -0.05, "significant: the interval excludes zero")]
    [InlineData(-0.1, -0.2, 0.05, "not significant: the interval [-0.2000, +0.0500] includes zero")]
    public void Significance_FollowsFromTheInterval(double difference, double low, double high, string expected)
        => Assert.Equal(expected, BaselineAcceptance.Significance(new GateRow("metrics", "AP", GateStatus.Pass, 0.5, 0.5, difference, low, high, 0.1, "")));

    private async Task Refused()
    {
        var before = Content(_run.Baselines);
        Assert.Equal(ExitCode.BadInput, await _run.Verb("accept-baselines", s_reason));
        Assert.Equal(before, Content(_run.Baselines));
    }

    private static IReadOnlyList<string> Content(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != FolderLock.FileName)
            .Select(path => $"{FileHash.Sha256(path)} {Path.GetRelativePath(folder, path)}").Order(StringComparer.Ordinal),
    ];
}
