using Dino.Core;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Comparison;

/// <summary>Two files of kernel ratios beside each other.</summary>
/// <param name="Processor">Of both.</param>
/// <param name="OnlyInOne">Names of kernels that the other file lacks.</param>
public sealed record KernelChanges(string Processor, IReadOnlyList<KernelChange> Changes, IReadOnlyList<string> OnlyInOne)
{
    /// <exception cref="NotComparableException">Measured on different processors.</exception>
    /// <exception cref="BadInputException">One is not a file of kernel ratios.</exception>
    public static KernelChanges Between(string beforePath, string afterPath)
    {
        var (before, after) = (KernelRatios.Load(beforePath), KernelRatios.Load(afterPath));
        if (before.Processor != after.Processor)
        {
            throw new NotComparableException($"{beforePath} was measured on {before.Processor}, {afterPath} on {after.Processor}; ratios of different processors are not compared");
        }

        var (old, now) = (before.Ratios.Select(ratio => ratio.Name).ToHashSet(), after.Ratios.ToDictionary(ratio => ratio.Name));
        return new KernelChanges(
            before.Processor,
            [.. before.Ratios.Where(ratio => now.ContainsKey(ratio.Name)).Select(ratio => KernelChange.Of(ratio, now[ratio.Name]))],
            [.. old.Where(name => !now.ContainsKey(name)), .. now.Keys.Where(name => !old.Contains(name))]);
    }
}

/// <summary>What became of a kernel's speed between two runs, each of which measured it against the same reference.</summary>
/// <param name="Before">Ratio to the reference in the first run.</param>
/// <param name="After">Ratio to the reference in the second.</param>
/// <param name="Speed"><paramref name="After"/> over <paramref name="Before"/>: above 1 is faster.</param>
/// <param name="Low">Lower end of its 95% interval.</param>
/// <param name="High">Upper end.</param>
public sealed record KernelChange(string Name, double Before, double After, double Speed, double Low, double High)
{
    public const string Faster = "faster";
    public const string Slower = "slower";

    /// <summary><see cref="Faster"/> or <see cref="Slower"/> where the interval excludes 1.</summary>
    public string Verdict => this switch
    {
        { Low: > 1 } => Faster,
        { High: < 1 } => Slower,
        _ => "no difference shown",
    };

    /// <summary>Ratios of times spread like a log-normal variable, and the two runs are independent: the intervals of the logarithms add in squares.</summary>
    public static KernelChange Of(KernelRatio before, KernelRatio after)
    {
        var center = Math.Log(after.Ratio / before.Ratio);
        var half = double.Hypot(HalfWidth(before), HalfWidth(after));
        return new KernelChange(before.Name, before.Ratio, after.Ratio, Math.Exp(center), Math.Exp(center - half), Math.Exp(center + half));
    }

    private static double HalfWidth(KernelRatio ratio) => Math.Log(ratio.High / ratio.Low) / 2;
}
