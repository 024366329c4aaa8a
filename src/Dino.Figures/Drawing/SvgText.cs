using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Figures as SVG.</summary>
internal static partial class SvgText
{
    /// <summary>The document, the same for the same figure.</summary>
    public static string Of(Figure figure)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(figure.Size.Width, figure.Size.Height), stream))
        {
            figure.Draw(canvas);
        }

        return Renumbered(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Skia numbers clip paths and gradients on and on through the life of the process; here each document starts at 0.</summary>
    private static string Renumbered(string document)
    {
        var names = new Dictionary<string, string>();
        return Identifier().Replace(document, match =>
        {
            if (!names.TryGetValue(match.Value, out var name))
            {
                names[match.Value] = name = $"{match.Groups["kind"].Value}{names.Count}";
            }

            return name;
        });
    }

    [GeneratedRegex("(?<=id=\"|url\\(#|href=\"#)(?<kind>[a-z]+_)[0-9a-f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
