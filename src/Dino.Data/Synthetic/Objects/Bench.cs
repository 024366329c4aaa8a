using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A bench of seat height 0.45 m.</summary>
internal sealed record Bench(double X, double Z, SKColor Color) : StreetObject(X, Z)
{
    public override SKRect Extent => new(-1.1f, -0.1f, 1.1f, 1.1f);

    public override double Footprint => 0.9;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        foreach (var leg in new[] { -0.8f, 0.8f })
        {
            canvas.FillRectangle(Color.Scaled(0.5), leg - 0.05f, 0, leg + 0.05f, 0.85f);
        }

        canvas.FillRectangle(Color, -1, 0.42f, 1, 0.5f, 0.02f);
        canvas.FillRectangle(Color.Scaled(0.9), -1, 0.6f, 1, 0.7f, 0.02f);
        canvas.FillRectangle(Color.Scaled(0.9), -1, 0.76f, 1, 0.86f, 0.02f);
    }
}
