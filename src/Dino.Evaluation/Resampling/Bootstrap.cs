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
                var (low, high) = values.Length == 0 ? (0, 0) : BootstrapInterval.Compute(values, difference, options.Confidence);
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

        var (low, high) = BootstrapInterval.Compute(sorted, value, confidence);
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

/// <summary>How often and from what seed images are drawn again.</summary>
/// <param name="Resamples">Draws of as many images as there are, with replacement.</param>
/// <param name="Confidence">Share of the resamples inside an interval, between 0 and 1.</param>
/// <param name="Seed">The same seed gives the same intervals, however many threads there are.</param>
public sealed record BootstrapOptions(int Resamples = 1000, double Confidence = 0.95, long Seed = 7)
{
    /// <summary>Beyond it an interval gains nothing, and the draws would take more memory than there may be.</summary>
    public const int MostResamples = 1_000_000;
}

/// <summary>How far a number would move with other images of the same kind.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>.</param>
/// <param name="Value">On the evaluated images; -1 where there is nothing to measure.</param>
/// <param name="Low">Lower end of the percentile interval around the value; -1 if no resample could be measured.</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Standard deviation over the resamples.</param>
/// <param name="Resamples">Resamples in which there was something to measure; the others are left out.</param>
public sealed record StatInterval(string Name, double Value, double Low, double High, double StandardError, int Resamples);

/// <summary>One number of two detection files on the same images. Every resample draws the same images for both, so that hard and easy images
/// cancel out and far smaller differences show than in two separate intervals.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>.</param>
/// <param name="Baseline">On the evaluated images; -1 where there is nothing to measure.</param>
/// <param name="Candidate">On the evaluated images.</param>
/// <param name="Difference">Candidate - baseline; 0 where there is nothing to measure.</param>
/// <param name="Low">Lower end of the percentile interval around the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="ProbabilityOfRegression">Share of the resamples in which the candidate is worse.</param>
/// <param name="Resamples">Resamples in which there was something to measure; the others are left out.</param>
public sealed record StatDifference(
    string Name,
    double Baseline,
    double Candidate,
    double Difference,
    double Low,
    double High,
    double ProbabilityOfRegression,
    int Resamples);

/// <summary>Percentile interval of the resamples, moved so that their mean falls on the value. Average precision rises when images repeat, since
/// the best precision to the right is taken, so that plain percentiles sit too high, on large sets beside the value itself.</summary>
internal static class BootstrapInterval
{
    /// <param name="sorted">The number on every resample, ascending; not empty.</param>
    /// <param name="value">The number on the images themselves.</param>
    public static (double Low, double High) Compute(double[] sorted, double value, double confidence)
    {
        var shift = value - sorted.Average();
        return (Quantile(sorted, (1 - confidence) / 2) + shift, Quantile(sorted, (1 + confidence) / 2) + shift);
    }

    /// <summary>Linear between the two nearest values (numpy's default).</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
