using Dino.Data.Synthetic;
using Dino.Repro.Options;
using Dino.Repro.Tests.Runs;
using Dino.TestUtilities;
using Xunit.Abstractions;

namespace Dino.Repro.Tests.Cli;

/// <summary>Every verb ends soon after SIGTERM and SIGINT with exit code 3, and leaves nothing half-written.</summary>
public sealed class InterruptionTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Two seconds are promised; the rest is for a machine that does other things too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _root = Directory.CreateTempSubdirectory("dino-signals-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Synth_Interrupted_EndsAtOnce(string signal)
        => Interrupt(signal, () => Directory.EnumerateFileSystemEntries(_root).Any(), "dataset", "synth", In("made"), "--images", "20000");

    [SkippableFact]
    public void Draw_Interrupted_EndsAtOnce()
    {
        var data = ManyImages();
        Interrupt("TERM", () => Directory.Exists(In("made")), "dataset", "draw", data, In("made"));
    }

    [SkippableFact]
    public void EvaluateCoco_InterruptedInItsResamples_EndsAtOnce()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "02-person-40");
        var (truth, detections) = (Path.Combine(folder, "gt.json"), Path.Combine(folder, "dt.json"));
        string[] files = ["--gt", truth, "--dt", detections, "--json", In("report.json")];
        Interrupt("TERM", After(TimeSpan.FromSeconds(1)), ["evaluate-coco", .. files, "--resamples", "1000000"]);
        Assert.False(File.Exists(In("report.json")));
    }

    [SkippableFact]
    public void Predict_Interrupted_EndsAtOnce()
    {
        var data = ManyImages();
        Interrupt(
            "TERM",
            () => File.Exists(In("run/predictions/000001-000001.jpg")),
            "predict",
            Path.Combine(data, "images"),
            "--output",
            In("run"));
        Assert.False(File.Exists(In("run/predictions/predictions.json")));
    }

    [SkippableFact]
    public void Verify_Interrupted_EndsAtOnce()
        => Interrupt("TERM", After(TimeSpan.FromSeconds(2)), "verify", Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino"));

    [SkippableTheory]
    [InlineData("data ...")]
    [InlineData("evaluate the pretrained model ...")]
    [InlineData("fine-tune ...")]
    [InlineData("attention maps ...")]
    [InlineData("figures and report ...")]
    public void Reproduce_InterruptedInAStage_EndsAtOnceAndTheSameCommandGoesOn(string stage)
    {
        MiniProfile.Write(In("mini.json"));
        string[] command = ["reproduce", "--profile", In("mini.json"), "--output", In("run")];
        using (var process = new DinoProcess(command))
        {
            process.WaitFor(() => process.Output.Contains(stage, StringComparison.Ordinal));
            RequireEnd(process, "TERM");
        }

        Assert.Equal(ExitCode.Ok, DinoProcess.Run(TimeSpan.FromMinutes(2), command).ExitCode);
    }

    private void Interrupt(string signal, Func<bool> begun, params string[] command)
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are Unix's");
        using var process = new DinoProcess(command);
        process.WaitFor(begun);
        RequireEnd(process, signal);
    }

    private void RequireEnd(DinoProcess process, string signal)
    {
        var time = process.EndBy(signal, Limit);
        output.WriteLine($"ended {time.TotalSeconds:0.00} s after SIG{signal}: {process.Error}");
        Assert.True(process.ExitCode == ExitCode.Interrupted, $"exit code {process.ExitCode}: {process.Output}{process.Error}");
        Assert.Empty(Directory.GetFileSystemEntries(_root, "*.tmp", SearchOption.AllDirectories));
    }

    private static Func<bool> After(TimeSpan time)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        return () => watch.Elapsed > time;
    }

    private string In(string name) => Path.Combine(_root, name);

    /// <summary>A dataset that no verb is through with in a second.</summary>
    private string ManyImages()
    {
        var data = In("data");
        SyntheticDataset.Write(data, new SyntheticOptions(3, 2000, SyntheticStyle.Experiment, Width: 96, Height: 64));
        return data;
    }
}
