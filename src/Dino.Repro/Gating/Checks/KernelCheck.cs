using System.Globalization;
using Dino.Repro.Baselines;

namespace Dino.Repro.Gating.Checks;

/// <summary>Compares speed-ups over the reference, each measured within one run.</summary>
internal static class KernelCheck
{
    public const string FileName = "kernels.json";

    private const string Group = "kernels";

    /// <summary>Half a 95% interval in standard errors of a normal variable.</summary>
    private const double StandardErrors = 1.96;

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        var stored = Path.Combine(context.Baseline.Benchmarks, FileName);
        if (context.KernelsFile is null)
        {
            return [GateRow.Skipped(Group, "ratios", "no benchmark results were given (--kernels)")];
        }

        if (BaselineFolder.Manifest(context.Baseline.Benchmarks) is null)
        {
            return [GateRow.Skipped(Group, "ratios", $"no baseline in {context.Baseline.Benchmarks}")];
        }

        var (old, now) = (KernelRatios.Load(stored), KernelRatios.Load(context.KernelsFile));
        if (old.Processor != now.Processor)
        {
            return [GateRow.Skipped(Group, "ratios", $"the baseline was measured on {old.Processor}, the run on {now.Processor}")];
        }

        var byName = now.Ratios.ToDictionary(ratio => ratio.Name);
        return old.Ratios.Select(ratio => byName.TryGetValue(ratio.Name, out var found)
            ? Judge(ratio, found, context.Limits.MaxKernelSlowdown)
            : GateRow.Failed(Group, ratio.Name, "the run did not measure this kernel"));
    }

    /// <summary>Ratios of times spread like a log-normal variable; the two measurements are independent.</summary>
    internal static GateRow Judge(KernelRatio old, KernelRatio now, double limit)
    {
        var center = Math.Log(old.Ratio / now.Ratio);
        var error = double.Hypot(StandardError(old), StandardError(now));
        var (slower, low, high) = (Share(center), Share(center - (StandardErrors * error)), Share(center + (StandardErrors * error)));
        var (status, text) = slower <= limit
            ? (GateStatus.Pass, string.Create(CultureInfo.InvariantCulture, $"{slower:+0.0%;-0.0%;0.0%} time against the reference, within {limit:0.0%}"))
            : low > 0
                ? (GateStatus.Fail, string.Create(CultureInfo.InvariantCulture, $"slower by {slower:0.0%}, more than {limit:0.0%}, and the interval excludes zero"))
                : (GateStatus.Warn, string.Create(CultureInfo.InvariantCulture, $"undecided: slower by {slower:0.0%}, but the interval includes zero; about {Times(center, error):0.0} times the repetitions would decide"));
        return new GateRow(Group, old.Name, status, old.Ratio, now.Ratio, slower, low, high, limit, text);
    }

    private static double StandardError(KernelRatio ratio) => Math.Log(ratio.High / ratio.Low) / (2 * StandardErrors);

    private static double Share(double logarithm) => Math.Exp(logarithm) - 1;

    private static double Times(double center, double error) => StandardErrors * error / center * (StandardErrors * error / center);
}
