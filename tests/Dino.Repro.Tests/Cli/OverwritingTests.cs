using Dino.Data.Synthetic;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Cli;
using Dino.Repro.Options;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Cli;

/// <summary>Command lines that once destroyed the user's files (case b13).</summary>
public sealed class OverwritingTests : IDisposable
{
    private static readonly string Weights = Path.Combine(RepositoryRoot.Path, "baselines/weights/dino-embedded.safetensors");
    private static readonly string Coco = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "02-person-40");

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-overwriting-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Synth_IntoAFolderWithFiles_ExitsWithTwoAndLeavesThem()
    {
        Write("user/annotations.json", "MY LABELS");
        Write("user/images/000001.jpg", "MY PHOTO");

        await Refuses("user/annotations.json", "dataset", "synth", Place("user"), "--images", "3");
        Assert.Equal("MY PHOTO", File.ReadAllText(Place("user/images/000001.jpg")));
        Assert.Equal(2, Directory.GetFiles(Place("user"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Synth_IntoAnEmptyFolder_LeavesNothingBeside()
    {
        Directory.CreateDirectory(Place("new"));

        Assert.Equal(ExitCode.Ok, await Application.RunAsync(["dataset", "synth", Place("new"), "--images", "2"]));

        Assert.Equal(["new"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
        Assert.Equal(3, Directory.GetFiles(Place("new"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Inspect_JsonOverTheWeights_ExitsWithTwoAndLeavesThem()
    {
        File.Copy(Weights, Place("w.safetensors"));
        File.CreateSymbolicLink(Place("link"), Place("w.safetensors"));

        await Refuses("w.safetensors", "weights", "inspect", Place("w.safetensors"), "--json", Place("w.safetensors"));
        await Refuses("w.safetensors", "weights", "inspect", Place("w.safetensors"), "--json", Place("link"));
    }

    [Fact]
    public async Task Inspect_JsonTwice_ReplacesItsOwn()
    {
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(ExitCode.Ok, await Application.RunAsync(["weights", "inspect", Weights, "--json", Place("w.json")]));
        }
    }

    [Fact]
    public async Task Convert_OverTheSourceOrAForeignFile_ExitsWithTwoAndOverItsOwnDoesNot()
    {
        File.Copy(Weights, Place("w.safetensors"));
        File.Copy(Weights, Place("other.safetensors"));
        File.SetLastWriteTimeUtc(Place("other.safetensors"), DateTime.UnixEpoch);

        await Refuses("w.safetensors", "weights", "convert", Place("w.safetensors"), Place("w.safetensors"));
        await Refuses("other.safetensors", "weights", "convert", Place("w.safetensors"), Place("other.safetensors"));
        foreach (var target in new[] { "new.safetensors", "new.safetensors", "new.pth" })
        {
            Assert.Equal(ExitCode.Ok, await Application.RunAsync(["weights", "convert", Place("w.safetensors"), Place(target)]));
        }

        // A .pth does not say what made it.
        await Refuses("new.pth", "weights", "convert", Place("w.safetensors"), Place("new.pth"));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--markdown")]
    [InlineData("--csv")]
    public async Task EvaluateCoco_OverTheGroundTruth_ExitsWithTwoAndOverItsOwnDoesNot(string option)
    {
        File.Copy(Path.Combine(Coco, "gt.json"), Place("gt.json"));
        File.Copy(Path.Combine(Coco, "gt.json"), Place("foreign.json"));
        string[] inputs = ["--gt", Place("gt.json"), "--dt", Path.Combine(Coco, "dt.json")];
        string[] command = ["evaluate-coco", .. inputs, "--resamples", "10", option];

        await Refuses("gt.json", [.. command, Place("gt.json")]);
        await Refuses("foreign.json", [.. command, Place("foreign.json")]);
        Assert.Equal(ExitCode.Ok, await Application.RunAsync([.. command, Place("own")]));
        Assert.Equal(ExitCode.Ok, await Application.RunAsync([.. command, Place("own")]));
    }

    [Fact]
    public async Task Check_JsonOverTheAnnotations_ExitsWithTwoAndOverItsOwnDoesNot()
    {
        SyntheticDataset.Write(Place("data"), new SyntheticOptions(3, 2, SyntheticStyle.Experiment));

        await Refuses("data/annotations.json", "dataset", "check", Place("data"), "--json", Place("data/annotations.json"));
        string[] command = ["dataset", "check", Place("data"), "--json", Place("check.json")];
        Assert.Equal(ExitCode.Ok, await Application.RunAsync(command));
        Assert.Equal(ExitCode.Ok, await Application.RunAsync(command));
    }

    [Theory]
    [InlineData("predict", "predictions/predictions.csv")]
    [InlineData("evaluate", "evaluation/metrics.json")]
    [InlineData("attention", "attention/image-1-between.png")]
    public async Task Verb_WhoseFolderHoldsForeignFiles_ExitsWithTwoAndLeavesThem(string verb, string file)
    {
        SyntheticDataset.Write(Place("data"), new SyntheticOptions(3, 1, SyntheticStyle.Experiment));
        Write(Path.Combine("run", file), "MINE");
        string[] what = verb switch
        {
            "predict" => [Place("data/images")],
            "attention" => ["--image", "1", "--data", Place("data")],
            _ => ["--data", Place("data")],
        };

        await Refuses(Path.Combine("run", file), [verb, .. what, "--output", Place("run")]);
    }

    [Fact]
    public async Task Attention_IntoARunWithItsOwnMaps_ExitsWithTwoAndLeavesThem()
    {
        SyntheticDataset.Write(Place("data"), new SyntheticOptions(3, 1, SyntheticStyle.Experiment));
        new OutputFolder(Place("run/attention"), "attention").Claim();
        Write("run/attention/image-1-between.png", "the run's");
        var maps = new Dictionary<string, string> { ["attention/image-1-between.png"] = "0" };
        var record = new StageRecord("0", Finished: true, "2026-01-01T00:00:00Z", 1, 1, maps, new Dictionary<string, string>());
        var stages = new Dictionary<string, StageRecord> { [AttentionStage.StageName] = record };
        new RunManifest("embedded", 1, EnvironmentFacts.Collect("cpu"), stages).Save(Place("run/run.json"));

        string[] command = ["attention", "--image", "1", "--data", Place("data"), "--output", Place("run")];
        await Refuses("run/attention/image-1-between.png", command);
    }

    private async Task Refuses(string file, params string[] command)
    {
        var before = File.ReadAllBytes(Place(file));

        Assert.Equal(ExitCode.BadInput, await Application.RunAsync(command));

        Assert.Equal(before, File.ReadAllBytes(Place(file)));
    }

    private string Place(string name) => Path.Combine(_folder, name);

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place(name))!);
        File.WriteAllText(Place(name), content);
    }
}
