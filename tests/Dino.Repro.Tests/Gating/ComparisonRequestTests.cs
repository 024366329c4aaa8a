using Dino.Core;
using Dino.Gating;
using Dino.Repro.Cli;
using Dino.Repro.Options;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Gating;

/// <summary>What the gate and the acceptance are given is checked before there is a run.</summary>
public sealed class ComparisonRequestTests : IDisposable
{
    private static readonly string Baselines = Path.Combine(RepositoryRoot.Path, "baselines");

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-request-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Require_TheShippedBaseline_Passes()
        => new ComparisonRequest("embedded", "cpu", Baselines, null).Require(needsBaseline: true);

    [Theory]
    [InlineData("embedded", "cuda")]
    [InlineData("other", "cpu")]
    public void Require_WhereThereIsNoBaseline_SaysHowToMakeOne(string profile, string device)
    {
        var request = new ComparisonRequest(profile, device, Baselines, null);

        var problem = Assert.Throws<BadInputException>(() => request.Require(needsBaseline: true));

        Assert.Contains("AcceptBaselines", problem.Message, StringComparison.Ordinal);
        request.Require(needsBaseline: false);
    }

    [Theory]
    [InlineData("gate", "--baseline", "nowhere")]
    [InlineData("gate", "--kernels", "nowhere.json")]
    [InlineData("gate", "--profile", "no-such-profile")]
    [InlineData("accept-baselines", "--reason", " ")]
    [InlineData("accept-baselines", "--kernels", "nowhere.json", "--reason", "r")]
    [InlineData("accept-baselines", "--profile", "no-such-profile", "--reason", "r")]
    [InlineData("accept-baselines")]
    public async Task CheckOnly_BadArgument_ExitsWithTwo(params string[] command)
        => Assert.Equal(ExitCode.BadInput, await Application.RunAsync([.. command, "--check-only", "--output", _folder]));

    [Theory]
    [InlineData("gate")]
    [InlineData("accept-baselines", "--reason", "better")]
    public async Task CheckOnly_WithoutARun_ExitsWithZeroAndWritesNothing(params string[] command)
    {
        string[] options = ["--check-only", "--baseline", Baselines, "--output", Path.Combine(_folder, "run")];
        Assert.Equal(ExitCode.Ok, await Application.RunAsync([.. command, .. options]));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
