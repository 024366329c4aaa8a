using Dino.Core;

namespace Dino.Repro.Gating;

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
