using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A car, seen from the side or from one end.</summary>
/// <param name="Facing">-1 or 1 from the side (left or right); 0 shows an end.</param>
/// <param name="Front">For an end: whether it comes towards the camera.</param>
/// <param name="Tall">A van.</param>
internal sealed record Car(double X, double Z, SKColor Color, int Facing, bool Front, bool Tall, bool LightsOn) : StreetObject(X, Z)
{
    private static readonly SKColor Glass = new(0x2E, 0x3A, 0x46);
    private static readonly SKColor Rubber = new(0x1C, 0x1C, 0x1E);

    public override SceneCategory Category => SceneCategory.Car;

    public override SKRect Extent => Facing == 0 ? new(-1.1f, -0.1f, 1.1f, 2.3f) : new(-2.5f, -0.1f, 2.5f, 2.3f);

    public override double Footprint => Facing == 0 ? 1.0 : 2.2;

    private float Roof => Tall ? 2.0f : 1.46f;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        if (Facing == 0)
        {
            DrawEnd(canvas);
        }
        else
        {
            canvas.Scale(Facing, 1);
            DrawSide(canvas);
        }
    }

    private void DrawEnd(SKCanvas canvas)
    {
        foreach (var side in new[] { -0.68f, 0.68f })
        {
            canvas.FillRectangle(Rubber, side - 0.13f, 0, side + 0.13f, 0.6f, 0.05f);
        }

        canvas.FillPolygon(Color.Scaled(0.9), new(-0.82f, 0.9f), new(-0.62f, Roof), new(0.62f, Roof), new(0.82f, 0.9f));
        canvas.FillPolygon(Glass, new(-0.7f, 0.95f), new(-0.55f, Roof - 0.1f), new(0.55f, Roof - 0.1f), new(0.7f, 0.95f));
        canvas.FillRectangle(Color, -0.9f, 0.25f, 0.9f, 0.95f, 0.12f);
        canvas.FillRectangle(Color.Scaled(0.45), -0.5f, 0.35f, 0.5f, 0.55f, 0.05f);
        canvas.FillRectangle(new SKColor(0xE8, 0xE8, 0xE0), -0.26f, 0.4f, 0.26f, 0.52f);
        var lamp = Front
            ? (LightsOn ? new SKColor(0xFF, 0xF8, 0xD8) : new SKColor(0xD0, 0xD6, 0xDA))
            : (LightsOn ? new SKColor(0xFF, 0x30, 0x20) : new SKColor(0x9A, 0x20, 0x1C));
        canvas.FillEllipse(lamp, -0.68f, 0.72f, 0.15f, 0.09f);
        canvas.FillEllipse(lamp, 0.68f, 0.72f, 0.15f, 0.09f);
    }

    private void DrawSide(SKCanvas canvas)
    {
        using var body = new SKPath();
        body.MoveTo(-2.15f, 0.3f);
        body.LineTo(-2.2f, 0.75f);
        body.QuadTo(-2.15f, 0.95f, -1.7f, 0.98f);
        body.LineTo(Tall ? -2.0f : -1.2f, Roof - 0.08f);
        body.QuadTo(Tall ? -1.9f : -1.1f, Roof, -0.8f, Roof);
        body.LineTo(0.35f, Roof);
        body.QuadTo(0.55f, Roof, 0.7f, Roof - 0.15f);
        body.LineTo(1.15f, 0.98f);
        body.QuadTo(2.0f, 0.9f, 2.1f, 0.7f);
        body.LineTo(2.15f, 0.3f);
        body.Close();
        canvas.FillPath(Color, body);
        canvas.FillPolygon(Glass, new(-1.45f, 0.98f), new(-1.08f, Roof - 0.1f), new(-0.25f, Roof - 0.1f), new(-0.25f, 0.98f));
        canvas.FillPolygon(Glass, new(-0.15f, 0.98f), new(-0.15f, Roof - 0.1f), new(0.4f, Roof - 0.1f), new(0.98f, 0.98f));
        canvas.Line(Color.Scaled(0.7), 0.03f, new(-0.2f, 0.35f), new(-0.2f, 0.95f));
        canvas.FillRectangle(Color.Scaled(0.6), -2.15f, 0.25f, 2.15f, 0.36f);
        canvas.FillRectangle(LightsOn ? new SKColor(0xFF, 0xF4, 0xC8) : new SKColor(0xD0, 0xD6, 0xDA), 1.9f, 0.68f, 2.12f, 0.8f);
        canvas.FillRectangle(LightsOn ? new SKColor(0xFF, 0x30, 0x20) : new SKColor(0x9A, 0x20, 0x1C), -2.2f, 0.68f, -2.05f, 0.84f);
        foreach (var wheel in new[] { -1.35f, 1.35f })
        {
            canvas.FillEllipse(Rubber, wheel, 0.32f, 0.34f, 0.34f);
            canvas.FillEllipse(new SKColor(0x96, 0x9A, 0x9E), wheel, 0.32f, 0.19f, 0.19f);
        }
    }
}

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
