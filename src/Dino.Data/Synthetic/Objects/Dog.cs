using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A dog, seen from the side.</summary>
/// <param name="Height">Metres at the shoulder.</param>
/// <param name="Facing">-1 left, 1 right.</param>
internal sealed record Dog(double X, double Z, double Height, SKColor Color, int Facing) : StreetObject(X, Z)
{
    public override SceneCategory Category => SceneCategory.Dog;

    public override SKRect Extent => new((float)(-1.4 * Height), (float)(-0.1 * Height), (float)(1.4 * Height), (float)(1.7 * Height));

    public override double Footprint => 0.7 * Height;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.Scale(Facing * (float)Height, (float)Height);
        var stride = stream.NextSingle(-0.15, 0.15);
        var far = Color.Scaled(0.75);
        Leg(canvas, far, -0.5f, -stride);
        Leg(canvas, far, 0.48f, stride);
        canvas.Limb(Color, new(-0.6f, 0.95f), 0.05f, new(-0.95f, 1.25f), 0.03f);
        canvas.Limb(Color, new(-0.5f, 0.78f), 0.22f, new(0.45f, 0.82f), 0.26f);
        Leg(canvas, Color, -0.55f, stride);
        Leg(canvas, Color, 0.5f, -stride);
        canvas.Limb(Color, new(0.5f, 0.9f), 0.18f, new(0.72f, 1.2f), 0.15f);
        canvas.FillEllipse(Color, 0.8f, 1.27f, 0.21f, 0.18f);
        canvas.Limb(Color, new(0.9f, 1.24f), 0.1f, new(1.12f, 1.17f), 0.075f);
        canvas.FillEllipse(new SKColor(0x18, 0x16, 0x16), 1.19f, 1.19f, 0.04f, 0.04f);
        canvas.FillPolygon(far, new(0.62f, 1.4f), new(0.72f, 1.62f), new(0.82f, 1.4f));
    }

    private static void Leg(SKCanvas canvas, SKColor color, float x, float stride)
        => canvas.Limb(color, new(x, 0.7f), 0.11f, new(x + stride, 0.06f), 0.06f);
}
