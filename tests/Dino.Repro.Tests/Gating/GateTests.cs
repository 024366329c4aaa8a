using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;
using Dino.Evaluation;
using Dino.Gating.Comparison;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using SkiaSharp;

namespace Dino.Repro.Tests.Gating;

public sealed class GateTests : IDisposable
{
    private readonly GatedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Gate_TheBaselineItself_PassesEverywhere()
    {
        var report = _run.Gate();

        Assert.True(report.Passed);
        Assert.All(report.Rows, row => Assert.Equal(GateStatus.Pass, row.Status));
        Assert.Equal(
            ["evaluator", "metrics pretrained", "metrics finetuned", "losses pretrained", "losses finetuned", "attention", "figures", "kernels", "memory", "run time"],
            report.Rows.Select(row => row.Group).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Gate_DetectionsThatMissAQuarterOfTheObjects_FailOnRecallAndPrecision()
    {
        // Every fourth detection is gone, the good ones included.
        _run.Evaluate("finetuned", Choose(index => index % 4 != 0));
        _run.Manifest();

        var failed = Failures();

        Assert.Contains("metrics finetuned AP", failed);
        Assert.Contains("metrics finetuned AR100", failed);
        Assert.DoesNotContain(failed, name => name.Contains("pretrained", StringComparison.Ordinal));
    }

    [Fact]
    public void Gate_AChangeOfOneImage_IsUndecidedAndSaysHowManyImagesWouldDecide()
    {
        var one = _run.Detections.ImageIds[0];
        _run.Evaluate("pretrained", Choose(index => _run.Detections.ImageIds[index] != one));
        _run.Manifest();

        var row = _run.Gate(Strict()).Rows.First(row => row is { Group: "metrics pretrained", Name: "AP" });

        Assert.Equal(GateStatus.Warn, row.Status);
        Assert.Matches("about [0-9]+ more images would decide", row.Text);
    }

    [Fact]
    public void Gate_MetricsThatDoNotFollowFromTheDetections_BlameTheEvaluator()
    {
        _run.Metrics("pretrained", [.. Enumerable.Repeat(0.99, 12)], loss: 5);

        Assert.Equal(["evaluator run's detections, pretrained"], Failures());
    }

    [Theory]
    [InlineData(5.04, false)]
    [InlineData(5.06, true)]
    [InlineData(double.NaN, true)]
    public void Gate_Losses_MayGrowByTheLimitOnly(double loss, bool fails)
    {
        var stats = CocoEvaluator.Evaluate(CocoGroundTruth.Load(_run.GroundTruth), _run.Detections).Stats;
        if (double.IsNaN(loss))
        {
            var metrics = new { stats, losses = new { loss = double.NaN } };
            File.WriteAllText(
                Path.Combine(_run.Folder.Pretrained, "metrics.json"),
                JsonSerializer.Serialize(metrics, new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals }));
        }
        else
        {
            _run.Metrics("pretrained", stats, loss);
        }

        Assert.Equal(fails, Failures().Contains("losses pretrained loss"));
    }

    [Theory]
    [InlineData(0.01f, false)]
    [InlineData(0.05f, true)]
    public void Gate_AttentionThatMoved_FailsBeyondTheLimit(float shift, bool fails)
    {
        _run.Attention(shift);

        Assert.Equal(fails ? ["attention image-1-detection-0"] : [], Failures());
    }

    [Fact]
    public void Gate_AttentionOfOtherWeights_IsNotJudged()
    {
        _run.Attention(0.5f);
        _run.Manifest(checkpoint: "c1");

        Assert.Contains(_run.Gate().Rows, row => row is { Group: "attention", Status: GateStatus.Skip });
    }

    [Fact]
    public void Gate_APictureThatChanged_Fails()
    {
        _run.Picture(SKColors.Black);

        Assert.Equal(["figures metrics"], Failures());
    }

    [Theory]
    [InlineData(1.9, 0.02, GateStatus.Pass)]
    [InlineData(1.5, 0.02, GateStatus.Fail)]
    [InlineData(1.5, 0.60, GateStatus.Warn)]
    public void Gate_Kernels_FailWhenSurelySlower(double ratio, double spread, GateStatus expected)
    {
        _run.Kernels(ratio, spread);

        Assert.Equal(expected, _run.Gate().Rows.Single(row => row.Group == "kernels").Status);
    }

    [Fact]
    public void Gate_TimeAndMemoryBeyondTheBudget_Fail()
    {
        _run.Manifest(seconds: 201, megabytes: 751);

        Assert.Equal(
            ["memory evaluate-finetuned", "memory evaluate-pretrained", "memory fine-tune", "run time evaluate-finetuned", "run time evaluate-pretrained", "run time fine-tune"],
            Failures().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Gate_TimeOfAnotherMachine_IsNotJudged()
    {
        _run.Manifest(seconds: 1000, cores: 4);

        Assert.True(_run.Gate().Passed);
    }

    [Fact]
    public void Gate_WhatCannotBeCompared_IsRefusedWithTheReason()
    {
        void Refused(string what) => Assert.Contains(what, Assert.Throws<NotComparableException>(() => _run.Gate()).Message, StringComparison.Ordinal);

        _run.Manifest(classMap: "1:0");
        Refused("class map of the baseline is 1:1, of the run 1:0");
        _run.Manifest(epochs: 1);
        Refused("1 epochs");
    }

    [Fact]
    public void Gate_WithoutBaselineOfThisData_SaysWhichThereAreAndHowToMakeOne()
    {
        var accepted = _run.Place.Key;
        _run.Manifest(train: "t1");

        var problem = Assert.Throws<BadInputException>(() => _run.Gate());

        Assert.StartsWith($"{_run.Place.Place}: no baseline of this profile, device", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"there are: {accepted} accepted 2", problem.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet cake --target=AcceptBaselines", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_AnArrayThatTheRunDoesNotRecord_IsMissingWhereverItLies()
    {
        var run = _run.Run;
        var nothing = run.Stages["attention"] with { Outputs = new Dictionary<string, string>() };
        run.With("attention", nothing).Save(_run.Folder.Manifest);

        Assert.Equal(["attention image-1-detection-0"], Failures());
    }

    [Fact]
    public void Gate_KernelsWithoutAnyInTheBaseline_FailAndSayHowToAddThem()
    {
        Directory.Delete(_run.Place.Place, recursive: true);
        _run.Accept(kernels: false);

        var row = Assert.Single(_run.Gate().Rows, row => row.Status == GateStatus.Fail);

        Assert.Equal("kernels", row.Group);
        Assert.Contains("accept-baselines with --kernels", row.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attention/image-1-detection-0-weights.npy")]
    [InlineData("pretrained/metrics.json")]
    [InlineData("kernels.json")]
    public void Gate_ABaselineThatWasChanged_IsRefusedByFile(string file)
    {
        File.AppendAllText(Path.Combine(_run.Place.Place, file), " ");

        var problem = Assert.Throws<BadInputException>(() => _run.Gate());
        Assert.Contains($"{file}: missing or changed since the baseline was", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_TheLimitsOfAnotherProfile_AreRefused()
        => Assert.Contains("made with profile embedded", Assert.Throws<NotComparableException>(() => _run.Gate(GatedRun.Profile with { Name = "other" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Gate_Command_RepeatsWhatMadeAndJudgedTheRun()
    {
        Assert.Equal("dotnet cake --target=Gate --device=cpu --profile=embedded --seed=42", _run.Gate().Command);

        _run.Manifest(options: new Dictionary<string, string> { ["data"] = "my photos", ["weights"] = "w.pth", ["output"] = "artifacts/old" });
        var report = _run.Gate(given: new Dictionary<string, string> { ["output"] = "artifacts/new", ["baseline"] = "it's here" });

        Assert.Equal(
            @"dotnet cake --target=Gate --baseline='it'\''s here' --data='my photos' --device=cpu --output=artifacts/new --profile=embedded --seed=42 --weights=w.pth", report.Command);
    }

    private static Profile Strict()
        => GatedRun.Profile with { Gate = GatedRun.Profile.Gate with { MaxDropPretrained = new Dictionary<string, double> { ["AP"] = 1e-5 } } };

    private List<string> Failures() => [.. _run.Gate().Rows.Where(row => row.Status == GateStatus.Fail).Select(row => $"{row.Group} {row.Name}")];

    private CocoDetections Choose(Func<int, bool> keep)
    {
        var all = _run.Detections;
        ImmutableArray<T> Kept<T>(ImmutableArray<T> values) => [.. values.Where((_, index) => keep(index))];
        return all with { ImageIds = Kept(all.ImageIds), CategoryIds = Kept(all.CategoryIds), Boxes = Kept(all.Boxes), Scores = Kept(all.Scores) };
    }
}
