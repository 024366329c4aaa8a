using Dino.Figures.Cases;

namespace Dino.Figures.Results;

/// <summary>Whether scores mean what they say: of detections with a score of 0.7, are 70% right?</summary>
/// <param name="Bins">Equal ranges from 0 to 1.</param>
/// <param name="ExpectedError">Mean distance of score and precision over the bins, weighted by their detections (expected calibration error, Guo et al.,
/// 1706.04599, Sec. 2); NaN without detections.</param>
public sealed record Calibration(IReadOnlyList<ScoreBin> Bins, double ExpectedError)
{
    private const int Ranges = 10;

    /// <param name="cases">Judged detections; misses have no score and do not count.</param>
    public static Calibration Of(IEnumerable<DetectionCase> cases)
    {
        var scored = cases.SelectMany(item => item.Boxes).Where(box => box.Score is not null)
            .ToLookup(box => Math.Clamp((int)(box.Score!.Value * Ranges), 0, Ranges - 1));
        ScoreBin[] bins =
        [
            .. Enumerable.Range(0, Ranges).Select(index => new ScoreBin(
                (double)index / Ranges, (index + 1.0) / Ranges, scored[index].Count(), scored[index].Count(box => box.Outcome == Outcome.Hit),
                scored[index].Select(box => box.Score!.Value).DefaultIfEmpty((index + 0.5) / Ranges).Average())),
        ];
        var count = bins.Sum(bin => bin.Count);
        var error = bins.Where(bin => bin.Count > 0).Sum(bin => bin.Count * Math.Abs(bin.Precision - bin.MeanScore)) / count;
        return new Calibration(bins, count == 0 ? double.NaN : error);
    }
}
