using Dino.Data.Drawing;
using ScottPlot;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Gives ScottPlot the embedded font, whatever name and weight it asks for: there may be no system font.</summary>
internal sealed class EmbeddedFontResolver : IFontResolver
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Makes the embedded font ScottPlot's only one, once in a process.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
            {
                return;
            }

            Fonts.FontResolvers.Insert(0, new EmbeddedFontResolver());
            Fonts.Default = EmbeddedFont.Typeface.FamilyName;
            _registered = true;
        }
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => EmbeddedFont.Typeface;

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => EmbeddedFont.Typeface;
}
