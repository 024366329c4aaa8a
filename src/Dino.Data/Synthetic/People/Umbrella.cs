using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>An open umbrella in the right hand.</summary>
internal sealed record Umbrella(Pedestrian Owner, SKColor Color) : Carried(Owner, Color, InFront: true)
{
    protected override void DrawOn(SKCanvas canvas, Skeleton skeleton)
    {
        var hand = skeleton.RightArm.End;
        var rim = skeleton.HeadCentre.Y + 0.055f;
        var centre = (hand.X + skeleton.HeadCentre.X) / 2;
        canvas.Line(new SKColor(0x30, 0x30, 0x34), 0.012f, hand, new SKPoint(centre, rim + 0.1f));
        using var canopy = new SKPath();
        canopy.MoveTo(centre - 0.33f, rim);
        canopy.CubicTo(centre - 0.26f, rim + 0.22f, centre + 0.26f, rim + 0.22f, centre + 0.33f, rim);
        for (var rib = 0; rib < 4; rib++)
        {
            var x = centre + 0.33f - (rib * 0.165f);
            canopy.QuadTo(x - 0.0825f, rim + 0.045f, x - 0.165f, rim);
        }

        canvas.FillPath(Color, canopy);
        canvas.Line(Color.Scaled(0.75), 0.008f, new SKPoint(centre, rim + 0.165f), new SKPoint(centre - 0.165f, rim));
        canvas.Line(Color.Scaled(0.75), 0.008f, new SKPoint(centre, rim + 0.165f), new SKPoint(centre + 0.165f, rim));
    }
}
