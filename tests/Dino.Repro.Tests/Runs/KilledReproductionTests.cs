using System.Diagnostics;
using Dino.Core;
using Dino.Pipeline.Runs;
using Xunit.Abstractions;

namespace Dino.Repro.Tests.Runs;

/// <summary>Wherever <c>dino reproduce</c> is killed, the same command finishes the run with the files of an uninterrupted one. DINO_KILLS sets how many
/// random moments are tried; the default is for every build.</summary>
public sealed class KilledReproductionTests(ITestOutputHelper output) : IDisposable
{
    private const int DefaultKills = 1;

    private readonly string _root = Directory.CreateTempSubdirectory("dino-reproduce-").FullName;

    private string ProfileFile => Path.Combine(_root, "mini.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Reproduce_KilledAtRandomMoments_LeavesTheFilesOfAnUninterruptedRun()
    {
        Skip.If(OperatingSystem.IsWindows(), "a process is killed as Unix does");
        MiniProfile.Write(ProfileFile);
        var watch = Stopwatch.StartNew();
        Run("whole");
        var duration = watch.Elapsed;
        var expected = Files("whole");
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("DINO_KILLS"), out var set) ? set : DefaultKills;
        var random = new SplitMix64(20, "kill moments of reproduce");
        for (var (kills, round) = (0, 0); kills < wanted; round++)
        {
            var name = $"killed{round}";
            kills += KillUntilDone(name, wanted - kills, duration, random);
            Assert.Equal(expected, Files(name));
            Assert.False(Directory.Exists(Path.Combine(_root, name, "replaced")));
            Assert.False(Directory.Exists(Path.Combine(_root, name, ".work")));
            Assert.Empty(Directory.GetFiles(Path.Combine(_root, name), "*.tmp", SearchOption.AllDirectories));
        }
    }

    /// <returns>How often it was killed.</returns>
    private int KillUntilDone(string name, int mostKills, TimeSpan duration, SplitMix64 random)
    {
        for (var kills = 0; ; kills++)
        {
            using var process = Start(name);
            var texts = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var moment = kills < mostKills ? duration * random.NextDouble() : Timeout.InfiniteTimeSpan;
            if (process.WaitForExit(moment))
            {
                Assert.True(process.ExitCode == 0, texts.Item1.Result + texts.Item2.Result);
                return kills;
            }

            process.Kill();
            process.WaitForExit();
            output.WriteLine($"{name}: killed after {moment.TotalSeconds:0.00} s of {duration.TotalSeconds:0.00}");
        }
    }

    private void Run(string name)
    {
        using var process = Start(name);
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, text + error.Result);
    }

    private Process Start(string name) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "dino.dll"),
            "reproduce",
            "--profile",
            ProfileFile,
            "--output",
            Path.Combine(_root, name),
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    /// <summary>Hashes of all that the run recorded, but of what tells how long it took: the log of training, the figure of times, the report.</summary>
    private IReadOnlyList<string> Files(string name)
    {
        var folder = new RunFolder(Path.Combine(_root, name));
        var run = RunManifest.Load(folder.Manifest)!;
        RunIntegrity.Require(run, folder, run.Stages.Keys);
        return [.. run.Stages.Values.SelectMany(stage => stage.Outputs)
            .Where(file => file.Key is not ("finetune/log.txt" or "figures/stages.png" or "figures/stages.svg" or "report.md" or "index.html"))
            .Select(file => $"{file.Value} {file.Key}").Order(StringComparer.Ordinal)];
    }
}
