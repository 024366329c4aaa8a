using System.Globalization;
using Dino.Core;
using Spectre.Console;

namespace Dino.Pipeline.Terminal;

/// <summary>Words from files and arguments inside Spectre's markup: they stay words, and <see cref="PlainText"/>.</summary>
public static class PlainMarkup
{
#pragma warning disable RS0030 // The one place that may: everything else comes here.
    public static string Of(string text) => Markup.Escape(PlainText.Of(text));
#pragma warning restore RS0030

    /// <summary>Writes a line; the format is markup, what is put into it is not.</summary>
    public static void Say(this IAnsiConsole console, FormattableString line)
    {
        // Numbers keep their format, and have nothing to hide.
        var values = line.GetArguments().Select(value => value as IFormattable ?? (object)Of(value?.ToString() ?? ""));
        console.MarkupLine(string.Format(CultureInfo.InvariantCulture, line.Format, [.. values]));
    }
}
