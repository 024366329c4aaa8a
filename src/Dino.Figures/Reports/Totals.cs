using Dino.Evaluation;
using Dino.Figures.Cases;

namespace Dino.Figures.Reports;

/// <summary>Counts over all images.</summary>
/// <param name="FalsePositiveKinds">What is wrong with the false positives, most frequent first.</param>
/// <param name="MissesBySize">COCO's small, medium and large, each object once (<see cref="CocoParameters.SizeOf"/>).</param>
internal sealed record Totals(
    int Objects, int Hits, int Misses, int Duplicates, int FalsePositives, IReadOnlyList<(ErrorKind Kind, int Count)> FalsePositiveKinds,
    IReadOnlyList<(string Name, int Objects, int Misses)> MissesBySize)
{
    public static Totals Of(IReadOnlyList<DetectionCase> cases)
    {
        var boxes = cases.SelectMany(item => item.Boxes).ToArray();
        var sizes = CocoParameters.AreaRanges.Skip(1).ToArray();
        return new Totals(
            cases.Sum(item => item.Objects.Count), cases.Sum(item => item.Hits), cases.Sum(item => item.Misses), cases.Sum(item => item.Duplicates),
            cases.Sum(item => item.FalsePositives),
            [.. boxes.Where(box => box.Outcome == Outcome.FalsePositive).CountBy(box => box.Error!.Value).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key).Select(kind => (kind.Key, kind.Value))],
            [.. sizes.Select(size => (
                size.Label,
                cases.Sum(item => item.Objects.Count(annotation => CocoParameters.SizeOf(annotation.Area) == size)),
                boxes.Count(box => box.Outcome == Outcome.Miss && CocoParameters.SizeOf(box.ObjectArea!.Value) == size)))]);
    }
}
