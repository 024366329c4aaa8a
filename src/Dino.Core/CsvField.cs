using System.Buffers;
using System.Globalization;

namespace Dino.Core;

/// <summary>A cell of a CSV file.</summary>
public static class CsvField
{
    /// <summary>What spreadsheets take for the begin of a formula, in their East Asian forms too.</summary>
    private static readonly SearchValues<char> s_formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary><paramref name="text"/> quoted where RFC 4180 asks for it. Text that a spreadsheet would run gets an apostrophe in front, which
    /// makes it text there; a number stays a number.</summary>
    public static string Of(string text)
    {
        var cell = IsFormula(text) ? "'" + text : text;
        return cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private static bool IsFormula(string text) => text.Length > 0 && s_formula.Contains(text[0])
        && !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
}
