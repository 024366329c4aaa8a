namespace Dino.Figures.Cases;

/// <summary>Picks cases by rules that the figures state. Ties are settled by the image id, lower first.</summary>
public static class CaseSelection
{
    public const string GoodRule = "Highest F1 of all images with at least three objects; of equals the one with more objects";
    public const string FailedRule = "Most errors (misses, duplicates, false positives); of equals the one with the lower F1";
    public const string ComparedRule = "Largest change of F1 from the first model to the second: most improved ones, then the most worsened one, if any";

    private const int FewestObjects = 3;

    public static IReadOnlyList<DetectionCase> Good(IEnumerable<DetectionCase> cases, int count) =>
    [
        .. cases.Where(item => item.Objects.Count >= FewestObjects)
            .OrderByDescending(item => item.F1).ThenByDescending(item => item.Objects.Count).ThenBy(item => item.Image.Id).Take(count),
    ];

    public static IReadOnlyList<DetectionCase> Failed(IEnumerable<DetectionCase> cases, int count) =>
    [
        .. cases.Where(item => item.Errors > 0)
            .OrderByDescending(item => item.Errors).ThenBy(item => item.F1).ThenBy(item => item.Image.Id).Take(count),
    ];

    /// <param name="before">Cases of the first model.</param>
    /// <param name="after">Cases of the second on the same images.</param>
    public static IReadOnlyList<CaseComparison> Compared(IEnumerable<DetectionCase> before, IEnumerable<DetectionCase> after, int count)
    {
        var second = after.ToDictionary(item => item.Image.Id);
        var pairs = before.Where(item => item.Objects.Count > 0)
            .Select(item => new CaseComparison(item, second[item.Image.Id]))
            .OrderByDescending(pair => pair.Change).ThenBy(pair => pair.Before.Image.Id).ToList();
        return pairs.Count > count && pairs[^1].Change < 0 ? [.. pairs.Take(count - 1), pairs[^1]] : [.. pairs.Take(count)];
    }
}
