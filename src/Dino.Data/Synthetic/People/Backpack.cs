using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>A pack on the back: before the body when the person walks away, behind it otherwise.</summary>
internal sealed record Backpack(Pedestrian Owner, SKColor Color) : Carried(Owner, Color, Owner.Skeleton.Away > 0.1)
{
    protected override void DrawOn(SKCanvas canvas, Skeleton skeleton)
    {
        var half = skeleton.HalfWidth(0.085, 0.055);
        var centre = skeleton.Chest.X - ((float)skeleton.Rightward * 0.095f);
        var (bottom, top) = (skeleton.Pelvis.Y + 0.06f, skeleton.Chest.Y + 0.005f);
        canvas.FillRectangle(Color, centre - half, bottom, centre + half, top, 0.03f);
        canvas.FillRectangle(Color.Scaled(0.8), centre - (half * 0.7f), bottom + 0.02f, centre + (half * 0.7f), bottom + 0.09f, 0.015f);
    }
}
