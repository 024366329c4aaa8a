using System.Globalization;
using Dino.Gating.Baselines;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;

namespace Dino.Gating.Checks;

/// <summary>Compares speed-ups over the reference, each measured within one run.</summary>
internal static class KernelCheck
{
    private const string Group = "kernels";

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        if (context.Kernels is not { } now)
        {
            return [GateRow.Skipped(Group, "ratios", "no benchmark results were given (--kernels)")];
        }

        if (!context.Baseline.Has(Baseline.Kernels))
        {
            return
            [
                GateRow.Failed(
                    Group, "ratios",
                    $"the baseline in {context.Baseline.Folder} has none; "
                    + "accept-baselines with --kernels adds them, or leave out --kernels"),
            ];
        }

        var old = KernelRatios.Load(context.Baseline.Locate(Baseline.Kernels));
        if (old.Processor != now.Processor)
        {
            return [GateRow.Skipped(Group, "ratios", $"the baseline was measured on {old.Processor}, the run on {now.Processor}")];
        }

        var byName = now.Ratios.ToDictionary(ratio => ratio.Name);
        return old.Ratios.Select(ratio => byName.TryGetValue(ratio.Name, out var found)
            ? Judge(ratio, found, context.Limits.MaxKernelSlowdown)
            : GateRow.Failed(Group, ratio.Name, "the run did not measure this kernel"));
    }

    internal static GateRow Judge(KernelRatio old, KernelRatio now, double limit)
    {
        var change = KernelChange.Of(old, now);
        var (slower, low, high) = ((1 / change.Speed) - 1, (1 / change.High) - 1, (1 / change.Low) - 1);
        var (status, text) = slower <= limit
            ? (GateStatus.Pass, string.Create(CultureInfo.InvariantCulture, $"{slower:+0.0%;-0.0%;0.0%} time against the reference, within {limit:0.0%}"))
            : low > 0
                ? (GateStatus.Fail, string.Create(CultureInfo.InvariantCulture, $"slower by {slower:0.0%}, more than {limit:0.0%}, and the interval excludes zero"))
                : (GateStatus.Warn, string.Create(CultureInfo.InvariantCulture, $"undecided: slower by {slower:0.0%}, but the interval includes zero; about {RepetitionsToDecide(change):0.0} times the repetitions would decide"));
        return new GateRow(Group, old.Name, status, old.Ratio, now.Ratio, slower, low, high, limit, text);
    }

    /// <summary>The width of an interval shrinks with the square root of the repetitions.</summary>
    private static double RepetitionsToDecide(KernelChange change) => Math.Pow(Math.Log(change.High / change.Low) / 2 / Math.Log(change.Speed), 2);
}
