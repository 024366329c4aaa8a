using System.Diagnostics;
using Dino.Data.Synthetic;
using Dino.Repro.Cli;
using Dino.Repro.Options;

namespace Dino.Repro.Tests.Cli;

/// <summary>Mistakes of a command line and of the files it names end in one line and exit code 2, at once.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bad-input-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("report", "--output", "")]
    [InlineData("report", "--output=")]
    [InlineData("compare-kernels", "", "")]
    [InlineData("evaluate-coco", "--gt", "a", "--dt", "b", "--json", "")]
    [InlineData("evaluate-coco", "--gt", "a", "--dt", "b", "--resamples", "2000000000")]
    [InlineData("evaluate-coco", "--gt", "/dev/zero", "--dt", "/dev/zero")]
    [InlineData("train", "--seed", "9223372036854775807", "--seeds", "2", "--output", "FOLDER/run")]
    [InlineData("reproduce", "--profile", "FOLDER/profile.json", "--output", "FOLDER/run")]
    [InlineData("compare-kernels", "FOLDER/kernels.json", "FOLDER/kernels.json")]
    [InlineData("report", "--output", "FOLDER/folder-for-manifest")]
    [InlineData("weights", "inspect", "/dev/zero")]
    public async Task Run_MistakeOfTheUser_EndsWithExitCode2(params string[] arguments)
    {
        Write("profile.json", """{"name": "x", "description": "x", "weights": {"shipped": "a"}, "data": {}}""");
        Write("kernels.json", """{"processor": "x", "ratios": [{"name": null}]}""");
        Directory.CreateDirectory(Path.Combine(_folder, "folder-for-manifest", "run.json"));

        Assert.Equal(ExitCode.BadInput, await Run(arguments));
    }

    [Fact]
    public async Task Inspect_SafetensorsWithoutTensors_IsDescribed()
    {
        File.WriteAllBytes(Path.Combine(_folder, "e.safetensors"), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);

        Assert.Equal(ExitCode.Ok, await Run("weights", "inspect", "FOLDER/e.safetensors"));
    }

    [Fact]
    public async Task Check_PipeAmongTheImages_IsAFinding()
    {
        SyntheticDataset.Write(Path.Combine(_folder, "data"), new SyntheticOptions(1, 2, SyntheticStyle.Experiment));
        var image = Directory.GetFiles(Path.Combine(_folder, "data", "images"))[0];
        File.Delete(image);
        using var make = Process.Start("mkfifo", image);
        await make.WaitForExitAsync();

        Assert.Equal(ExitCode.CheckFailed, await Run("dataset", "check", "FOLDER/data"));
        Assert.Equal(ExitCode.BadInput, await Run("dataset", "split", "FOLDER/data", "FOLDER/split"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private Task<int> Run(params string[] arguments)
        => Application.RunAsync([.. arguments.Select(argument => argument.Replace("FOLDER", _folder, StringComparison.Ordinal))]);
}
