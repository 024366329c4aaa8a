using System.Diagnostics;
using Dino.Core;
using Xunit.Abstractions;

namespace Dino.Repro.Tests.Gating;

/// <summary>Whenever <c>dino accept-baselines</c> ends, there is one whole baseline, the old or the new one. DINO_KILLS sets how
/// many random moments are tried; the default is for every build.</summary>
public sealed class KilledAcceptanceTests(ITestOutputHelper output) : IDisposable
{
    private const int DefaultKills = 6;

    /// <summary>Longer than the writing takes.</summary>
    private static readonly TimeSpan s_writing = TimeSpan.FromMilliseconds(400);

    private readonly GatedRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public void Accept_KilledWhileItWrites_LeavesTheOldOrTheNewBaselineWhole()
    {
        Skip.If(OperatingSystem.IsWindows(), "a process is killed as Unix does");
        var kills = int.TryParse(Environment.GetEnvironmentVariable("DINO_KILLS"), out var set) ? set : DefaultKills;
        var random = new SplitMix64(17, "kill moments of accept-baselines");
        var old = "made by a test";
        for (var kill = 0; kill < kills; kill++)
        {
            var reason = $"kill {kill}";
            var ended = AcceptAndKill(reason, s_writing * random.NextDouble());
            var found = RequireWhole(old, reason);
            var folders = string.Join(", ", Directory.GetDirectories(_run.Baselines).Select(Path.GetFileName));
            output.WriteLine($"{(ended ? "ended" : "killed")}: {found}; {folders}");
            old = found;
        }

        _run.Accept("the last");
        Assert.Equal([_run.Place.Place], Directory.GetDirectories(_run.Baselines));
        Assert.True(_run.Gate().Passed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Open_ANewBaselineWhoseOldOneWasPartlyRemoved_IsTheNewOne(int removed)
    {
        var (place, next) = (_run.Place.Place, _run.Place.Place + ".new");
        Copy(place, next);
        foreach (var file in _run.Place.Open()!.Manifest.Files.Keys.Take(removed))
        {
            File.Delete(Path.Combine(place, file));
        }

        Assert.Equal(next, _run.Place.Open()!.Folder);
        Assert.True(_run.Gate().Passed);

        _run.Accept("afterwards");
        Assert.Equal([place], Directory.GetDirectories(_run.Baselines));
        Assert.Equal("afterwards", _run.Place.Open()!.Manifest.Reason);
    }

    [Fact]
    public void Write_BesideAFolderOfTheNewOnesName_IsRefusedAndNothingIsLost()
    {
        AtomicFile.WriteText(Path.Combine(_run.Place.Place + ".new", "mine.txt"), "mine");

        var problem = Assert.Throws<BadInputException>(() => _run.Accept());
        Assert.Contains("would be lost", problem.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_run.Place.Place + ".new", "mine.txt")));
        Assert.Equal("made by a test", _run.Place.Open()!.Manifest.Reason);
    }

    /// <returns>Whether it ended before it was killed.</returns>
    private bool AcceptAndKill(string reason, TimeSpan afterItBegan)
    {
        var before = Directory.GetDirectories(_run.Baselines);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "dino.dll"), "accept-baselines", "--reason", reason,
                "--output", _run.Folder.Root, "--baseline", _run.Baselines,
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        // The folder that is filled appears.
        while (!process.HasExited && !Directory.GetDirectories(_run.Baselines).Except(before).Any())
        {
            Thread.Yield();
        }

        var ended = process.WaitForExit(afterItBegan);
        process.Kill();
        process.WaitForExit();
        return ended;
    }

    /// <returns>The reason of the one that is there.</returns>
    private string RequireWhole(params string[] expected)
    {
        var baseline = _run.Place.Open()!;
        Assert.Contains(baseline.Manifest.Reason, expected);
        Assert.True(_run.Gate().Passed);
        return baseline.Manifest.Reason;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            AtomicFile.Write(target, stream => stream.Write(File.ReadAllBytes(file)));
        }
    }
}
