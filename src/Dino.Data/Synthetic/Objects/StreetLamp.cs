using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A street lamp on a pole.</summary>
/// <param name="Arm">Metres from the pole to the lamp, negative to the left; 0 is a globe on top.</param>
internal sealed record StreetLamp(double X, double Z, double Height, double Arm, SKColor Color, bool On) : StreetObject(X, Z)
{
    public override SceneCategory Category => SceneCategory.StreetLamp;

    public override SKRect Extent => new((float)Math.Min(-0.5, Arm - 0.5), -0.1f, (float)Math.Max(0.5, Arm + 0.5), (float)Height + 0.6f);

    public override double Footprint => 0.15;

    public override double? LampHeight => On ? Height : null;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        var (height, arm) = ((float)Height, (float)Arm);
        var bulb = On ? new SKColor(0xFF, 0xF2, 0xC8) : new SKColor(0xDC, 0xDE, 0xDC);
        canvas.FillRectangle(Color, -0.12f, 0, 0.12f, 0.8f, 0.04f);
        canvas.FillPolygon(Color, new(-0.06f, 0), new(-0.04f, height), new(0.04f, height), new(0.06f, 0));
        if (Arm == 0)
        {
            canvas.FillEllipse(bulb, 0, height + 0.2f, 0.22f, 0.25f);
            canvas.FillRectangle(Color, -0.15f, height + 0.4f, 0.15f, height + 0.48f);
            return;
        }

        canvas.Line(Color, 0.07f, new SKPoint(0, height - 0.1f), new SKPoint(arm * 0.4f, height + 0.15f), new SKPoint(arm, height + 0.2f));
        canvas.FillRectangle(Color, arm - 0.35f, height + 0.14f, arm + 0.35f, height + 0.28f, 0.05f);
        canvas.FillRectangle(bulb, arm - 0.3f, height + 0.08f, arm + 0.3f, height + 0.16f, 0.04f);
    }
}
