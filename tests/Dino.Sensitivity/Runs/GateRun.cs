using System.Text.Json;

namespace Dino.Sensitivity.Runs;

/// <summary>The pipeline with the small profile, and its gate, as a user calls them.</summary>
/// <param name="tree">Sources to build the program from.</param>
/// <param name="baselines">Where the experiment keeps its own baselines.</param>
public sealed class GateRun(string tree, string baselines)
{
    private readonly string _profile = SmallProfile.Write(tree, Path.Combine(tree, "artifacts"));

    private readonly string _folder = Path.Combine(tree, "artifacts", "runs", "sensitivity");

    /// <summary>Makes the unbroken run the baseline; its gate must pass.</summary>
    /// <param name="kernels">Measures kernel ratios for it too.</param>
    public void Accept(bool kernels)
    {
        Reproduce(restore: true).RequireSuccess();
        string[] ratios = kernels ? ["--kernels", KernelRatios(restore: true)] : [];
        Dino("accept-baselines", ["--reason", "unbroken", "--baseline", baselines, .. ratios]).RequireSuccess();
        Dino("gate", "--baseline", baselines).RequireSuccess();
    }

    /// <summary>Runs the pipeline anew; the gate's failing rows, or the reason why the run ended.</summary>
    public IReadOnlyList<string> Failures(bool kernels)
    {
        var run = Reproduce(restore: false);
        if (run.ExitCode != 0)
        {
            return [$"the run ends with exit code {run.ExitCode}"];
        }

        string[] ratios = kernels ? ["--kernels", KernelRatios(restore: false)] : [];
        return Dino("gate", ["--baseline", baselines, .. ratios]).ExitCode is 0 or 1 ? FailedRows(_folder) : ["the gate refuses to compare"];
    }

    /// <summary>Failing rows of the gate's last report in a run's folder.</summary>
    public static IReadOnlyList<string> FailedRows(string run)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run, "gate", "gate.json")));
        return [.. report.RootElement.GetProperty("report").GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("status").GetString() == "fail")
            .Select(row => $"{row.GetProperty("group").GetString()} {row.GetProperty("name").GetString()}")];
    }

    private ChildProcess Reproduce(bool restore)
    {
        TestRun.Build(tree, Path.Combine("src", "Dino.Repro"), restore);
        return Dino("reproduce", "--force");
    }

    /// <returns>The file of ratios: the forward kernel.</returns>
    private string KernelRatios(bool restore)
    {
        TestRun.Build(tree, Path.Combine("src", "Dino.Benchmarks"), restore);
        var folder = Path.Combine("artifacts", "benchmarks");
        ChildProcess.Run("dotnet", [Path.Combine("artifacts", "bin", "Dino.Benchmarks", "release", "Dino.Benchmarks.dll"), "--filter", "*OpForward*", "--artifacts", folder], tree).RequireSuccess();
        return Path.Combine(tree, folder, "kernels.json");
    }

    private ChildProcess Dino(string verb, params IEnumerable<string> arguments)
        => ChildProcess.Run("dotnet", [Path.Combine("artifacts", "bin", "Dino.Repro", "release", "dino.dll"), verb, "--profile", _profile, "--output", _folder, .. arguments], tree);
}
