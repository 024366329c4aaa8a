using System.Globalization;
using Dino.Sensitivity.Runs;

namespace Dino.Sensitivity.Honest;

/// <summary>Repeats the pipeline without any breakage, with other seeds and thread counts, and counts the gate's false alarms. The test images stay the same, as the gate demands.</summary>
public sealed class HonestRuns(string repository, TextWriter output)
{
    private const int MostThreads = 4;
    private const int FirstSeed = 1000;

    private readonly string _profile = SmallProfile.Write(repository, Path.Combine(repository, "artifacts", "sensitivity"));

    private readonly string _folder = Path.Combine(repository, "artifacts", "sensitivity", "honest");

    /// <returns>0 when the gate passed every time, else 1.</returns>
    public int Run(int runs)
    {
        TestRun.Build(repository, Path.Combine("src", "Dino.Repro"), restore: true);
        var baselines = Path.Combine(_folder, "baselines");
        var first = Path.Combine(_folder, "baseline-run");
        // One split for all runs, as another seed would draw other test images.
        var split = Path.Combine(_folder, "split");
        Dino("reproduce", split, [], "--to", "data").RequireSuccess();
        var data = Path.Combine(split, "data", "coco");
        Dino("reproduce", first, [], "--data", data).RequireSuccess();
        Dino("accept-baselines", first, [], "--reason", "an honest run", "--baseline", baselines).RequireSuccess();
        var results = new List<HonestResult>();
        for (var run = 0; run < runs; run++)
        {
            results.Add(One(run, data, baselines));
            output.WriteLine(results[^1].Line);
        }

        var table = HonestTable.Format(results);
        output.WriteLine(table);
        File.WriteAllText(Path.Combine(_folder, "..", "honest.md"), table);
        return results.Exists(result => result.Failed.Count > 0) ? 1 : 0;
    }

    private HonestResult One(int run, string data, string baselines)
    {
        var (seed, threads) = (FirstSeed + run, 1 + (run % MostThreads));
        var folder = Path.Combine(_folder, "run");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        (string, string)[] threadCount = [("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture))];
        string[] options = ["--to", "evaluate-finetuned", "--data", data, "--seed", seed.ToString(CultureInfo.InvariantCulture)];
        Dino("reproduce", folder, threadCount, options).RequireSuccess();
        var gate = Dino("gate", folder, [], "--baseline", baselines);
        return gate.ExitCode is 0 or 1
            ? HonestResult.Load(seed, threads, folder)
            : throw new InvalidOperationException($"{gate.Command} ended with exit code {gate.ExitCode}:\n{gate.Output}");
    }

    private ChildProcess Dino(string verb, string folder, IReadOnlyList<(string Name, string Value)>? environment = null, params IEnumerable<string> arguments)
        => ChildProcess.Run("dotnet", [Path.Combine("artifacts", "bin", "Dino.Repro", "release", "dino.dll"), verb, "--profile", _profile, "--output", folder, .. arguments], repository, environment ?? []);
}
