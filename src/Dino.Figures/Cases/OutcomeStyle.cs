using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Cases;

/// <summary>How an outcome is drawn: colour, dashes and word, so that colour is never the only sign.</summary>
internal sealed record OutcomeStyle(string Name, string Tag, SKColor Color, float[]? Dashes)
{
    public static readonly OutcomeStyle GroundTruth = new("ground truth", "", SKColors.White, Dashes: null);

    private static readonly Dictionary<Outcome, OutcomeStyle> Styles = new()
    {
        [Outcome.Hit] = new("hit", "", FigureTheme.Sky, Dashes: null),
        [Outcome.Miss] = new("missed", "missed", FigureTheme.Yellow, [9, 4]),
        [Outcome.Duplicate] = new("duplicate", "dup ", FigureTheme.Purple, [3, 3]),
        [Outcome.FalsePositive] = new("false positive", "false ", FigureTheme.Vermilion, Dashes: null),
    };

    public static OutcomeStyle Of(Outcome outcome) => Styles[outcome];

    public void DrawBox(SKCanvas canvas, SKRect box, float width)
    {
        using var halo = new SKPaint { IsStroke = true, StrokeWidth = width + 1.5f, Color = SKColors.Black.WithAlpha(120), IsAntialias = true };
        using var line = new SKPaint { IsStroke = true, StrokeWidth = width, Color = Color, IsAntialias = true };
        using var dashes = Dashes is null ? null : SKPathEffect.CreateDash(Dashes, phase: 0);
        line.PathEffect = dashes;
        canvas.DrawRect(box, halo);
        canvas.DrawRect(box, line);
    }
}
