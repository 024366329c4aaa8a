using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A detached house with a gabled roof, part of the pretraining style's suburb.</summary>
internal sealed record House(double X, double Z, SKColor Wall, SKColor Roof) : StreetObject(X, Z)
{
    public override SKRect Extent => new(-6, -0.2f, 6, 9);

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.FillRectangle(Wall, -4.5f, 0, 4.5f, 4.6f);
        canvas.FillPolygon(Roof, new(-5.2f, 4.4f), new(-3.4f, 7.6f), new(3.4f, 7.6f), new(5.2f, 4.4f));
        canvas.FillRectangle(Roof.Scaled(0.8), 2, 6.6f, 2.8f, 8.6f);
        var glass = stream.NextHsv((195, 215), (25, 50), (55, 85));
        foreach (var x in new[] { -3.6f, -1.4f, 2.4f })
        {
            canvas.FillRectangle(SKColors.White, x - 0.15f, 1.6f, x + 1.35f, 3.4f);
            canvas.FillRectangle(glass, x, 1.75f, x + 1.2f, 3.25f);
        }

        canvas.FillRectangle(stream.NextHsv((0, 360), (50, 90), (40, 80)), 0.5f, 0, 1.6f, 2.4f);
    }
}
