using System.Diagnostics;
using Dino.Core;
using Xunit.Abstractions;

namespace Dino.Repro.Tests.Training;

/// <summary>Whatever ends a run, the resumed one leaves what an uninterrupted one leaves. DINO_KILLS sets how many random moments are tried; the default is for every build.</summary>
public sealed class KillAndResumeTests(ITestOutputHelper output) : IDisposable
{
    private const int DefaultKills = 3;

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void Train_KilledAtRandomMomentsAndResumed_EqualsTheUninterruptedRun()
    {
        Skip.If(OperatingSystem.IsWindows(), "processes are started through sh");
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("DINO_KILLS"), out var set) ? set : DefaultKills;
        var watch = Stopwatch.StartNew();
        var whole = _run.Run("whole", resume: false);
        Assert.True(whole.ExitCode == 0, whole.Output);
        var duration = watch.Elapsed;
        var expected = _run.Result("whole");

        var random = new SplitMix64(11, "kill moments");
        for (var (kills, round) = (0, 0); kills < wanted; round++)
        {
            // A folder is killed in until it is done; then the next one begins.
            kills += KillUntilDone($"killed{round}", wanted - kills, duration, random);
            Assert.Equal(expected, _run.Result($"killed{round}"));
        }
    }

    [SkippableFact]
    public void Train_AskedToStop_SavesAndSaysHowToGoOn()
    {
        Skip.If(OperatingSystem.IsWindows(), "processes are started through sh");
        using var process = _run.Start("stopped", resume: false);
        while (!File.Exists(Path.Combine(_run.FineTune("stopped"), "checkpoint.safetensors")) && !process.HasExited)
        {
            Thread.Sleep(10);
        }

        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("--resume", text, StringComparison.Ordinal);

        Assert.Equal(0, _run.Run("stopped", resume: true).ExitCode);
        Assert.Equal(0, _run.Run("whole", resume: false).ExitCode);
        Assert.Equal(_run.Result("whole"), _run.Result("stopped"));
    }

    [SkippableFact]
    public void Train_OnAFullDisk_StopsWithTheLastCheckpointIntact()
    {
        Skip.If(OperatingSystem.IsWindows(), "the limit is the shell's");
        Assert.Equal(0, _run.Run("full", resume: false, more: ["--epochs", "1"]).ExitCode);
        var before = _run.Result("full");

        var (code, text) = _run.Run("full", resume: true, limitKilobytes: 64);
        Assert.Equal(2, code);
        Assert.Contains("could not be written", text, StringComparison.Ordinal);
        Assert.Contains("intact", text, StringComparison.Ordinal);
        Assert.Equal(before, _run.Result("full"));
        Assert.Empty(Directory.GetFiles(_run.FineTune("full"), "*.tmp"));

        Assert.Equal(0, _run.Run("full", resume: true).ExitCode);
        Assert.Equal(0, _run.Run("whole", resume: false).ExitCode);
        Assert.Equal(_run.Result("whole"), _run.Result("full"));
    }

    [SkippableFact]
    public void Train_OnAFullFileSystem_StopsWithTheLastCheckpointIntact()
    {
        using var disk = SmallDisk.TryMount(_run.Folder("disk"), megabytes: 64);
        Skip.If(disk is null, "a file system can be mounted by root alone");
        Assert.Equal(0, _run.Run("disk", resume: false, more: ["--epochs", "1"]).ExitCode);
        var before = _run.Result("disk");

        disk.Fill(leave: 64 << 10); // less than a checkpoint
        var (code, text) = _run.Run("disk", resume: true);
        Assert.Equal(2, code);
        Assert.Contains("could not be written", text, StringComparison.Ordinal);
        Assert.Contains("intact", text, StringComparison.Ordinal);
        Assert.Equal(before, _run.Result("disk"));

        disk.MakeRoom();
        Assert.Equal(0, _run.Run("disk", resume: true).ExitCode);
        Assert.Equal(0, _run.Run("whole", resume: false).ExitCode);
        Assert.Equal(_run.Result("whole"), _run.Result("disk"));
    }

    private int KillUntilDone(string name, int mostKills, TimeSpan duration, SplitMix64 random)
    {
        for (var kills = 0; ; kills++)
        {
            using var process = _run.Start(name, resume: true);
            var discarded = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var moment = kills < mostKills ? duration * random.NextDouble() : Timeout.InfiniteTimeSpan;
            if (process.WaitForExit(moment))
            {
                Assert.True(process.ExitCode == 0, discarded.Item1.Result + discarded.Item2.Result);
                return kills;
            }

            process.Kill();
            process.WaitForExit();
            output.WriteLine($"{name}: killed after {moment.TotalSeconds:0.00} s of {duration.TotalSeconds:0.00}");
        }
    }
}
