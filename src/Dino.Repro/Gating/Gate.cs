using Dino.Core;
using Dino.Repro.Baselines;
using Dino.Repro.Gating.Checks;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;

namespace Dino.Repro.Gating;

/// <summary>Compares a finished run with its baseline.</summary>
public static class Gate
{
    /// <param name="baselines">Folder of all baselines.</param>
    /// <param name="kernels">A benchmark run's ratios; null where kernels are not judged.</param>
    /// <param name="given">What the gate's command line says, by option without dashes, for the report's command.</param>
    /// <exception cref="NotComparableException">Run and baseline do not belong together.</exception>
    /// <exception cref="BadInputException">The run is unfinished, there is no baseline, or a file is bad.</exception>
    public static GateReport Run(Profile profile, RunFolder folder, string baselines, string? kernels, IReadOnlyDictionary<string, string>? given = null)
    {
        var run = RunManifest.Load(folder.Manifest) ?? throw new BadInputException($"{folder.Manifest}: no such run; run dino reproduce first");
        Comparability.RequireProfile(run, folder, profile);

        var baseline = BaselineFolder.For(baselines, run);
        var manifest = BaselineFolder.Manifest(baseline.Metrics)
            ?? throw new BadInputException($"{baseline.Metrics}: no baseline of profile {run.Profile} on {baseline.Device}; dotnet cake --target=AcceptBaselines makes one");
        Comparability.Require(manifest.Run, run, profile.Recipe.Epochs);
        var context = new GateContext(folder, run, baseline, manifest.Run, profile.Gate, kernels);
        return new GateReport(
            run.Profile,
            baseline.Device,
            $"version {run.Environment.Version} on {run.Environment.Processor}, {run.Environment.Cores} cores",
            manifest.Origin,
            RepeatCommand.For(run, given ?? new Dictionary<string, string>()),
            [
                .. WeightsNote(manifest.Run, run),
                .. MetricCheck.Run(context),
                .. LossCheck.Run(context),
                .. AttentionCheck.Run(context),
                .. FigureCheck.Run(context),
                .. KernelCheck.Run(context),
                .. BudgetCheck.Run(context),
            ]);
    }

    /// <summary>Other weights are a fair change; the reader should know of them.</summary>
    private static IEnumerable<GateRow> WeightsNote(RunManifest baseline, RunManifest run)
        => RunFacts.Weights(baseline) == RunFacts.Weights(run)
        ? []
        : [new GateRow("weights", "pretrained", GateStatus.Warn, null, null, null, null, null, null, $"SHA-256 {RunFacts.Weights(run)}; the baseline's is {RunFacts.Weights(baseline)}")];
}
