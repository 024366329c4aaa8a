using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>Upright street furniture of about a person's proportions: bollard, parking meter, hydrant, sign or litter bin.</summary>
internal sealed record Post(double X, double Z, SKColor Color, int Kind) : StreetObject(X, Z)
{
    public const int Kinds = 5;

    public override SKRect Extent => new(-0.7f, -0.1f, 0.7f, 2.8f);

    public override double Footprint => 0.25;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        switch (Kind)
        {
            case 0:
                canvas.FillRectangle(Color, -0.1f, 0, 0.1f, 0.9f, 0.05f);
                canvas.FillEllipse(Color.Scaled(0.85), 0, 0.98f, 0.14f, 0.14f);
                break;
            case 1:
                canvas.FillRectangle(new SKColor(0x60, 0x62, 0x66), -0.05f, 0, 0.05f, 1.1f);
                canvas.FillRectangle(Color, -0.17f, 1.05f, 0.17f, 1.6f, 0.12f);
                canvas.FillRectangle(new SKColor(0x28, 0x30, 0x34), -0.11f, 1.3f, 0.11f, 1.48f);
                break;
            case 2:
                canvas.FillRectangle(Color, -0.16f, 0, 0.16f, 0.7f, 0.05f);
                canvas.FillEllipse(Color, 0, 0.72f, 0.18f, 0.16f);
                canvas.FillRectangle(Color.Scaled(0.8), -0.3f, 0.42f, 0.3f, 0.56f, 0.05f);
                break;
            case 3:
                canvas.FillRectangle(new SKColor(0x80, 0x84, 0x88), -0.04f, 0, 0.04f, 2.6f);
                canvas.FillEllipse(SKColors.White, 0, 2.35f, 0.36f, 0.36f);
                canvas.FillEllipse(Color, 0, 2.35f, 0.31f, 0.31f);
                canvas.FillRectangle(SKColors.White, -0.2f, 2.29f, 0.2f, 2.41f);
                break;
            default:
                canvas.FillPolygon(Color, new(-0.24f, 0.05f), new(-0.3f, 0.95f), new(0.3f, 0.95f), new(0.24f, 0.05f));
                canvas.FillRectangle(Color.Scaled(0.7), -0.33f, 0.92f, 0.33f, 1.02f, 0.04f);
                break;
        }
    }
}
