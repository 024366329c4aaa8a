using Dino.Repro.Options;
using Dino.Repro.Tests.Cli;

namespace Dino.Repro.Tests.Runs;

/// <summary>Two processes at one run: the second is refused in a line and takes nothing from the first.</summary>
public sealed class ConcurrentRunsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-two-runs-").FullName;

    public ConcurrentRunsTests() => MiniProfile.Write(Path.Combine(_root, "mini.json"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Reproduce_TwiceAtTheSameMoment_OneRunsAndOneIsRefused()
    {
        using var one = new DinoProcess(Command("--to", "evaluate-pretrained"));
        using var other = new DinoProcess(Command("--to", "evaluate-pretrained"));
        one.WaitForExit();
        other.WaitForExit();

        var (winner, loser) = one.ExitCode == ExitCode.Ok ? (one, other) : (other, one);
        Assert.True(winner.ExitCode == ExitCode.Ok, winner.Output + winner.Error);
        RequireRefused(loser);
    }

    [Theory]
    [InlineData]
    [InlineData("--epochs", "5")]
    [InlineData("--seed", "7")]
    [InlineData("--force")]
    public void Reproduce_WhileAnotherTrains_IsRefusedAndTheFirstEndsWell(params string[] options)
    {
        using var first = new DinoProcess(Command("--to", "evaluate-finetuned"));
        first.WaitFor(() => first.Output.Contains("fine-tune ...", StringComparison.Ordinal));
        using var second = new DinoProcess(Command(options));
        second.WaitForExit();
        first.WaitForExit();

        RequireRefused(second);
        Assert.True(first.ExitCode == ExitCode.Ok, first.Output + first.Error);
    }

    private static void RequireRefused(DinoProcess process)
    {
        Assert.True(process.ExitCode == ExitCode.BadInput, $"exit code {process.ExitCode}: {process.Output}{process.Error}");
        var line = Assert.Single(process.Error.TrimEnd().Split('\n'));
        Assert.Contains(": in use by another process; wait", line, StringComparison.Ordinal);
    }

    private string[] Command(params string[] options)
        => ["reproduce", "--profile", Path.Combine(_root, "mini.json"), "--output", Path.Combine(_root, "run"), .. options];
}
