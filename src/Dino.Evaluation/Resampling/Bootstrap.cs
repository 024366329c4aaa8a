using Dino.Core;


namespace Dino.Evaluation;

/// <summary>Bootstrap over images (Efron, "Bootstrap methods: another look at the jackknife", 1979): images are drawn with replacement and the
/// numbers recomputed from the matches of the one evaluation, which the draws do not change.</summary>
public static class Bootstrap
{
    /// <summary>An interval for each of the twelve numbers.</summary>
    public static IReadOnlyList<StatInterval> Intervals(
        CocoEvaluationResult result, BootstrapOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new BootstrapOptions();
        var statistics = new ResampledStatistics(result);
        var draws = Draw(result.ImageIds.Length, options, statistics.Compute, cancellation);
        return
        [
            .. CocoStatistics.Names.Select((name, stat) => Interval(
                name,
                result.Stats[stat],
                [.. draws.Select(draw => draw[stat]).Where(value => value > -1).Order()],
                options.Confidence)),
        ];
    }

    /// <summary>Differences between two detection files; every resample draws the same images for both.</summary>
    /// <exception cref="ArgumentException">The results are not of the same images and objects.</exception>
    public static IReadOnlyList<StatDifference> Compare(
        CocoEvaluationResult baseline,
        CocoEvaluationResult candidate,
        BootstrapOptions? options = null,
        CancellationToken cancellation = default)
        => Compare(baseline, [candidate], options, cancellation);

    /// <summary>Differences between a detection file and the mean of several, such as those of repeated trainings; every resample draws the same images for all. The
    /// candidates themselves are not drawn again: their own spread comes on top.</summary>
    /// <exception cref="ArgumentException">No candidate, or the results are not of the same images and objects.</exception>
    public static IReadOnlyList<StatDifference> Compare(
        CocoEvaluationResult baseline,
        IReadOnlyList<CocoEvaluationResult> candidates,
        BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new BootstrapOptions();
        if (candidates.Count == 0 || !candidates.All(candidate => AreComparable(baseline, candidate)))
        {
            throw new ArgumentException("the results are not of the same images and objects; evaluate all on one ground truth with the same options", nameof(candidates));
        }

        var before = new ResampledStatistics(baseline);
        var after = candidates.Select(candidate => new ResampledStatistics(candidate)).ToList();
        // The same objects are there for both, so a number is measured for both or for neither.
        var draws = Draw(baseline.ImageIds.Length, options, (weights, scan) =>
        {
            var first = before.Compute(weights, scan);
            var seconds = after.ConvertAll(statistics => statistics.Compute(weights, scan));
            return [.. first.Select((a, stat) => a > -1 ? seconds.Average(second => second[stat]) - a : double.NaN)];
        }, cancellation);
        return
        [
            .. CocoStatistics.Names.Select((name, stat) =>
            {
                var values = draws.Select(draw => draw[stat]).Where(value => !double.IsNaN(value)).Order().ToArray();
                var mean = candidates.Average(candidate => candidate.Stats[stat]);
                var difference = mean - baseline.Stats[stat];
                var (low, high) = values.Length == 0 ? (0, 0) : BootstrapInterval.Of(values, difference, options.Confidence);
                return new StatDifference(
                    name,
                    baseline.Stats[stat],
                    mean,
                    difference,
                    low,
                    high,
                    values.Length == 0 ? 0 : (double)values.Count(value => value < 0) / values.Length,
                    values.Length);
            }),
        ];
    }

    private static bool AreComparable(CocoEvaluationResult baseline, CocoEvaluationResult candidate)
        => baseline.ImageIds.SequenceEqual(candidate.ImageIds)
        && baseline.Tables.CategoryIds.SequenceEqual(candidate.Tables.CategoryIds)
        && baseline.Matches.Zip(candidate.Matches).All(pair => pair.First.ObjectImages.AsSpan().SequenceEqual(pair.Second.ObjectImages));

    private static StatInterval Interval(string name, double value, double[] sorted, double confidence)
    {
        if (sorted.Length == 0)
        {
            return new StatInterval(name, value, -1, -1, 0, 0);
        }

        var (low, high) = BootstrapInterval.Of(sorted, value, confidence);
        return new StatInterval(name, value, Math.Clamp(low, 0, 1), Math.Clamp(high, 0, 1), StandardDeviation(sorted), sorted.Length);
    }

    private delegate double[] Statistic(int[] weights, WeightedScan scan);

    private static double[][] Draw(int images, BootstrapOptions options, Statistic statistic, CancellationToken cancellation)
    {
        var draws = new double[options.Resamples][];
        var parallel = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, draws.Length, parallel, ResampledStatistics.NewScan, (index, _, scan) =>
        {
            // A stream of its own for each resample: the threads' order does not matter.
            var random = new SplitMix64(options.Seed, FormattableString.Invariant($"bootstrap:{index}"));
            var weights = new int[images];
            for (var i = 0; i < images; i++)
            {
                weights[random.NextInt32(0, images - 1)]++;
            }

            draws[index] = statistic(weights, scan);
            return scan;
        }, _ => { });
        return draws;
    }

    private static double StandardDeviation(double[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
