using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A parked bicycle, seen from the side.</summary>
/// <param name="Facing">-1 left, 1 right.</param>
internal sealed record Bicycle(double X, double Z, SKColor Color, int Facing) : StreetObject(X, Z)
{
    public override SceneCategory Category => SceneCategory.Bicycle;

    public override SKRect Extent => new(-1.0f, -0.1f, 1.0f, 1.25f);

    public override double Footprint => 0.7;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.Scale(Facing, 1);
        var dark = new SKColor(0x22, 0x22, 0x24);
        SKPoint rear = new(-0.52f, 0.34f), front = new(0.52f, 0.34f), crank = new(-0.06f, 0.3f), seat = new(-0.2f, 0.82f), head = new(0.36f, 0.84f);
        foreach (var hub in new[] { rear, front })
        {
            canvas.Ring(dark, 0.045f, hub.X, hub.Y, 0.32f);
            canvas.Line(new SKColor(0x90, 0x90, 0x90, 0x90), 0.012f, new(hub.X - 0.3f, hub.Y), new(hub.X + 0.3f, hub.Y));
            canvas.Line(new SKColor(0x90, 0x90, 0x90, 0x90), 0.012f, new(hub.X, hub.Y - 0.3f), new(hub.X, hub.Y + 0.3f));
        }

        canvas.Line(Color, 0.045f, rear, crank, head, seat, rear);
        canvas.Line(Color, 0.045f, crank, seat);
        canvas.Line(Color, 0.045f, front, head);
        canvas.Line(dark, 0.035f, head, new(0.33f, 0.98f), new(0.45f, 1.02f));
        canvas.FillEllipse(dark, -0.22f, 0.9f, 0.14f, 0.04f);
        canvas.FillEllipse(dark, crank.X, crank.Y, 0.08f, 0.08f);
    }
}
