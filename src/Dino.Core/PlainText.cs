using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dino.Core;

/// <summary>Text from files, servers and arguments as a person may safely see it. A terminal obeys control characters (colours, the window's title,
/// cleared screens) and a reader is misled by marks that turn the direction of writing; here each becomes a visible escape such as \u001b. Whoever
/// writes to a console or into a document for people applies it.</summary>
public static class PlainText
{
    /// <summary>C0 controls, DEL and C1 controls; separators of lines and paragraphs; marks, embeddings, overrides and isolates of direction.</summary>
    private static readonly char[] s_misleading =
    [
        .. Range(0x00, 0x1f), .. Range(0x7f, 0x9f), '\u061c', '\u200e', '\u200f', .. Range(0x2028, 0x202e), .. Range(0x2066, 0x2069), '\ufeff',
    ];

    private static readonly SearchValues<char> s_hiddenInLine = SearchValues.Create(s_misleading);
    private static readonly SearchValues<char> s_hiddenInLines = SearchValues.Create([.. s_misleading.Except(['\n'])]);

    /// <summary>One line: line ends and tabs are shown as escapes too.</summary>
    public static string Of(string text) => Show(text, s_hiddenInLine);

    /// <summary>Several lines: line feeds stay, carriage returns before them go.</summary>
    public static string Lines(string text) => Show(text.Replace("\r\n", "\n", StringComparison.Ordinal), s_hiddenInLines);

    private static string Show(string text, SearchValues<char> hidden)
    {
        if (!text.AsSpan().ContainsAny(hidden))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (hidden.Contains(character))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.ToString();
    }

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
