using Dino.Core;
using Dino.Data.Synthetic.People;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A figure of stone or bronze on a pedestal: shaped like a person, and not one.</summary>
internal sealed record Statue(double X, double Z, SKColor Color, double Heading) : StreetObject(X, Z)
{
    private const float Pedestal = 1.1f;

    public override SKRect Extent => new(-1.2f, -0.1f, 1.2f, 3.5f);

    public override double Footprint => 0.8;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        var pose = stream.Chance(0.5) ? Poses.Waving(stream) : Poses.Standing(stream);
        canvas.FillRectangle(Color.Scaled(0.7), -0.75f, 0, 0.75f, 0.25f);
        canvas.FillRectangle(Color.Scaled(0.85), -0.55f, 0.25f, 0.55f, Pedestal);
        canvas.FillRectangle(Color.Scaled(0.75), -0.65f, Pedestal - 0.12f, 0.65f, Pedestal);
        canvas.Translate(0, Pedestal);
        canvas.Scale(1.9f);
        new BodyPainter(canvas, new Skeleton(pose, Heading), Appearance.Uniform(Color)).Draw();
    }
}
