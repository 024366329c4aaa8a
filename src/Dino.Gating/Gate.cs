using Dino.Core;
using Dino.Gating.Baselines;
using Dino.Gating.Checks;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;

namespace Dino.Gating;

/// <summary>Compares a finished run with its baseline.</summary>
public static class Gate
{
    /// <param name="baselines">Folder of all baselines.</param>
    /// <param name="run">The manifest in the context's folder.</param>
    /// <param name="kernels">A benchmark run's ratios; null where kernels are not judged.</param>
    /// <param name="given">What the gate's command line says, by option without dashes, for the report's command.</param>
    /// <exception cref="NotComparableException">Run and baseline do not belong together.</exception>
    /// <exception cref="BadInputException">The run is unfinished, there is no baseline, or a file is bad.</exception>
    public static GateReport Run(
        RunContext context,
        RunManifest run,
        string baselines,
        KernelRatios? kernels,
        IReadOnlyDictionary<string, string>? given = null)
    {
        RunIntegrity.RequireProfile(run, context.Folder, context.Profile);
        var baseline = BaselineFolder.For(baselines, run).Require();
        var (manifest, profile) = (baseline.Manifest, context.Profile);
        Comparability.Require(manifest.Run, run, profile.Recipe.Epochs);
        var groundTruth = GateContext.GroundTruthOf(context, run);
        var gate = new GateContext(context.Folder, run, baseline, profile.Gate, groundTruth, kernels);
        return new GateReport(
            run.Profile,
            BaselineFolder.DeviceClass(run),
            $"version {run.Environment.Version} on {run.Environment.Processor}, {run.Environment.Cores} cores",
            manifest.Origin,
            RepeatCommand.For(run, given ?? new Dictionary<string, string>()),
            [
                .. WeightsNote(manifest.Run, run),
                .. MetricCheck.Run(gate),
                .. LossCheck.Run(gate),
                .. AttentionCheck.Run(gate),
                .. FigureCheck.Run(gate),
                .. KernelCheck.Run(gate),
                .. BudgetCheck.Run(gate),
            ]);
    }

    /// <summary>Other weights are a fair change; the reader should know of them.</summary>
    private static IEnumerable<GateRow> WeightsNote(RunManifest baseline, RunManifest run)
        => RunFacts.Weights(baseline) == RunFacts.Weights(run)
        ? []
        : [new GateRow("weights", "pretrained", GateStatus.Warn, null, null, null, null, null, null, $"SHA-256 {RunFacts.Weights(run)}; the baseline's is {RunFacts.Weights(baseline)}")];
}
