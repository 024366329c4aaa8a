using Dino.Data.Coco;
using Dino.Evaluation;

namespace Dino.Figures.Cases;

/// <summary>One image's detections against its objects.</summary>
/// <param name="Objects">The objects to find (no crowds).</param>
/// <param name="Boxes">Detections from the best score down, then misses.</param>
public sealed record DetectionCase(CocoImage Image, IReadOnlyList<CocoAnnotation> Objects, IReadOnlyList<JudgedBox> Boxes)
{
    public int Hits => Count(Outcome.Hit);

    public int Misses => Count(Outcome.Miss);

    public int Duplicates => Count(Outcome.Duplicate);

    public int FalsePositives => Count(Outcome.FalsePositive);

    public int Errors => Misses + Duplicates + FalsePositives;

    /// <summary>2 hits / (2 hits + errors), 0 to 1; 1 where there is nothing to find and nothing was found.</summary>
    public double F1 => Hits + Errors == 0 ? 1 : 2.0 * Hits / ((2.0 * Hits) + Errors);

    public int Count(Outcome outcome) => Boxes.Count(box => box.Outcome == outcome);

    /// <summary>The kinds of errors that occur.</summary>
    public IEnumerable<ErrorKind> ErrorKinds => Boxes.Select(box => box.Error).OfType<ErrorKind>().Distinct().Order();

    /// <summary>"5 of 6 found, 1 missed, 2 false positives (1 badly placed, 1 on background)".</summary>
    public string Verdict
    {
        get
        {
            var parts = new List<string> { $"{Hits} of {Objects.Count} found" };
            Add(Misses, "missed", "missed");
            Add(Duplicates, "duplicate", "duplicates");
            Add(FalsePositives, "false positive", "false positives");
            if (FalsePositives > 0)
            {
                var kinds = Boxes.Where(box => box.Outcome == Outcome.FalsePositive).CountBy(box => box.Error!.Value).OrderBy(kind => kind.Key);
                parts[^1] += $" ({string.Join(", ", kinds.Select(kind => $"{kind.Value} {ErrorWords.Of(kind.Key)}"))})";
            }

            return string.Join(", ", parts);

            void Add(int count, string one, string many)
            {
                if (count > 0)
                {
                    parts.Add($"{count} {(count == 1 ? one : many)}");
                }
            }
        }
    }
}
