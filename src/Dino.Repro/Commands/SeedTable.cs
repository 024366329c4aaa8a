using System.Globalization;
using Dino.Pipeline.Stages;

namespace Dino.Repro.Commands;

/// <summary>A comparison of seeds for people, who count epochs from 1.</summary>
internal static class SeedTable
{
    public static IEnumerable<string> Lines(SeedComparison comparison)
    {
        yield return "seed        best AP  in epoch  last AP";
        foreach (var seed in comparison.Seeds)
        {
            yield return Invariant($"{seed.Seed,-10}  {seed.BestAp,7:0.000}  {(seed.BestEpoch < 0 ? "none" : Invariant($"{seed.BestEpoch + 1}")),8}  {seed.LastAp,7:0.000}");
        }

        var aps = comparison.Seeds.Select(seed => seed.BestAp).ToList();
        yield return Invariant($"mean AP {comparison.MeanAp:0.000}, standard deviation {comparison.StandardDeviation:0.000}, {aps.Min():0.000} to {aps.Max():0.000}");
        var difference = comparison.Difference;
        yield return Invariant(
            $"difference to the pretrained model's {comparison.Pretrained:0.000}: {difference.Difference:+0.000;-0.000;0.000}, 95% interval {difference.Low:+0.000;-0.000;0.000} to {difference.High:+0.000;-0.000;0.000} ({difference.Resamples} resamples of the images)");
        yield return "warning: each seed's best epoch was chosen on these images, which flatters it; the last epochs are not chosen";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
