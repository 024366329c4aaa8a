using System.Diagnostics;
using Dino.TestUtilities;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

/// <summary>PyTorch itself reads what we wrote. Needs a Python with torch (Debian: python3-torch), which continuous integration installs.</summary>
public sealed class PythonInteropTests
{
    private const string Python = "/usr/bin/python3";

    [SkippableFact]
    public void TorchLoad_FilesWeWrote_HaveEqualValues()
    {
        Skip.IfNot(File.Exists(Python) && Run(["-c", "import torch"]).ExitCode == 0, $"{Python} has no torch (apt-get install python3-torch)");
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var sample = new TrainingSample();
        var (weights, training, expected) = (folder.File("weights.pth"), folder.File("training.pth"), folder.File("expected.safetensors"));
        TorchCheckpointWriter.Write(weights, sample.Weights);
        TorchCheckpointWriter.Write(training, sample.Training);
        var moments = sample.Moments.SelectMany((state, i) => (IEnumerable<KeyValuePair<string, Tensor>>)[new($"exp_avg.{i}", state.ExpAvg), new($"exp_avg_sq.{i}", state.ExpAvgSq)]);
        SafetensorsWriter.Write(expected, [.. sample.Model, .. moments], new Dictionary<string, string>());

        var (exitCode, output) = Run([Path.Combine(RepositoryRoot.Path, "tests", "interop", "check_torch_loads.py"), weights, training, expected]);

        Assert.True(exitCode == 0, output);
        Assert.Contains("14 tensors, optimizer and schedule equal", output, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output) Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
