using System.Globalization;
using System.Text.RegularExpressions;

namespace Dino.TestUtilities.Snapshots;

/// <summary>Compares texts line by line: words must be equal, numbers close. Numbers are read with a decimal point whatever the culture, so that a decimal comma is a difference.</summary>
public static partial class NumericText
{
    /// <summary>All lines that differ, in order.</summary>
    public static IReadOnlyList<TextDifference> Compare(string verified, string received, NumericTolerance tolerance)
    {
        var (old, now) = (Lines(verified), Lines(received));
        var differences = new List<TextDifference>();
        for (var i = 0; i < Math.Max(old.Length, now.Length); i++)
        {
            var (one, other) = (i < old.Length ? old[i] : null, i < now.Length ? now[i] : null);
            if (Difference(one, other, tolerance) is { } reason)
            {
                differences.Add(new TextDifference(i + 1, one, other, reason));
            }
        }

        return differences;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    /// <returns>Null where the lines are equal within the tolerance.</returns>
    private static string? Difference(string? verified, string? received, NumericTolerance tolerance)
    {
        if (verified is null || received is null)
        {
            return verified is null ? "one line too many" : "a line is missing";
        }

        if (string.Equals(verified, received, StringComparison.Ordinal))
        {
            return null;
        }

        if (tolerance == NumericTolerance.Exact || !string.Equals(Words(verified), Words(received), StringComparison.Ordinal))
        {
            return "other text";
        }

        var off = Numbers(verified).Zip(Numbers(received)).Where(pair => !tolerance.Accepts(pair.First, pair.Second)).ToList();
        return off.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{off[0].Second:R} instead of {off[0].First:R}, off by {Math.Abs(off[0].Second - off[0].First):g3}, allowed {tolerance.Absolute + (tolerance.Relative * Math.Abs(off[0].First)):g3}{(off.Count > 1 ? $"; {off.Count} numbers of this line" : "")}");
    }

    /// <summary>What remains without numbers; a run of blanks counts as one, since a sign moves the columns of a table.</summary>
    private static string Words(string line) => Blanks().Replace(Number().Replace(line, "#"), " ");

    private static IEnumerable<double> Numbers(string line) => Number().Matches(line).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));

    /// <summary>Not the digits inside a name (AP50) or a version (1.2.3).</summary>
    [GeneratedRegex(@"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w]|\.\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(" +", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
