using System.Diagnostics;
using System.Text.Json;
using Dino.Evaluation;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Cli;

/// <summary>The verb as a user starts it: a process of its own.</summary>
public sealed class EvaluateCocoCommandTests : IDisposable
{
    private static readonly string Case = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "02-person-40");
    private static readonly string GroundTruth = Path.Combine(Case, "gt.json");
    private static readonly string Detections = Path.Combine(Case, "dt.json");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evaluate-coco-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_Case_PrintsTheTwelveLines()
    {
        var (code, output, _) = Run(["--gt", GroundTruth, "--dt", Detections]);

        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Case, "expected.json")));
        var stats = expected.RootElement.GetProperty("stats").EnumerateArray().Select(number => number.GetDouble()).ToArray();
        Assert.Equal((0, CocoSummary.Format(stats)), (code, output));
    }

    [Fact]
    public void Run_AllOutputs_AreWritten()
    {
        string File(string name) => Path.Combine(_folder.FullName, name);

        var (code, output, _) = Run(
        [
            "--gt", GroundTruth, "--dt", Detections, "--baseline", Detections, "--resamples", "20",
            "--json", File("a.json"), "--markdown", File("a.md"), "--csv", File("a.csv"),
        ]);

        Assert.Equal(0, code);
        Assert.Contains("probability of regression", output, StringComparison.Ordinal);
        Assert.Equal(20, ReportJson.Read(File("a.json")).Intervals[0].Resamples);
        Assert.StartsWith("# COCO evaluation", System.IO.File.ReadAllText(File("a.md")), StringComparison.Ordinal);
        Assert.StartsWith("category_id,", System.IO.File.ReadAllText(File("a.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SubsetWithoutCategories_IsThatEvaluation()
    {
        var groundTruth = CocoGroundTruth.Load(GroundTruth);
        var options = new EvaluationOptions(UseCategories: false, ImageIds: [groundTruth.ImageIds[0], groundTruth.ImageIds[3]]);

        var (_, output, _) = Run(["--gt", GroundTruth, "--dt", Detections, "--no-categories", "--images", .. options.ImageIds!.Select(id => $"{id}")]);

        Assert.StartsWith(CocoSummary.Format(CocoEvaluator.Evaluate(groundTruth, CocoDetections.Load(Detections), options).Stats), output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SwappedFiles_IsOneLineAndExitCode2()
    {
        var (code, output, error) = Run(["--gt", Detections, "--dt", GroundTruth]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("swapped", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Run_Case_LoadsNothingOfTorch()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the loader's log is glibc's");

        // LD_DEBUG=files makes glibc name every library it opens on standard error.
        var (_, _, error) = Run(["--gt", GroundTruth, "--dt", Detections], loaderLog: true);

        Assert.Contains("libcoreclr", error, StringComparison.Ordinal);
        Assert.DoesNotContain("torch", error, StringComparison.OrdinalIgnoreCase);
    }

    private static (int ExitCode, string Output, string Error) Run(string[] arguments, bool loaderLog = false)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "dino.dll"), "evaluate-coco", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        if (loaderLog)
        {
            start.Environment["LD_DEBUG"] = "files";
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
