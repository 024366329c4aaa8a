using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>Something a person carries. It is an object of its own, as in COCO, where a person's mask leaves out bags and umbrellas.</summary>
internal abstract record Carried(Pedestrian Owner, SKColor Color, bool InFront)
    : StreetObject(Owner.X, Owner.Z + (InFront ? -Sliver : Sliver))
{
    /// <summary>Depth, in metres, that only orders the drawing.</summary>
    private const double Sliver = 0.01;

    public override SKRect Extent
    {
        get
        {
            // A canopy's half-width is 0.33 body heights, a large bag hangs 0.25 below the hand.
            var reach = (float)(0.36 * Owner.Height);
            var body = Owner.Extent;
            return new SKRect(body.Left - reach, body.Top, body.Right + reach, body.Bottom + reach);
        }
    }

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.Scale((float)Owner.Height);
        DrawOn(canvas, Owner.Skeleton);
    }

    /// <summary>Draws in units of the owner's height.</summary>
    protected abstract void DrawOn(SKCanvas canvas, Skeleton skeleton);
}

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

/// <summary>A bag that hangs from the left hand.</summary>
internal sealed record HandBag(Pedestrian Owner, SKColor Color, float Size) : Carried(Owner, Color, Owner.Skeleton.LeftArm.Depth <= 0)
{
    protected override void DrawOn(SKCanvas canvas, Skeleton skeleton)
    {
        var hand = skeleton.LeftArm.End;
        var top = hand.Y - 0.07f;
        canvas.Line(Color.Scaled(0.7), 0.01f, new SKPoint(hand.X - (Size * 0.35f), top), hand, new SKPoint(hand.X + (Size * 0.35f), top));
        canvas.FillRectangle(Color, hand.X - (Size / 2), top - (Size * 0.9f), hand.X + (Size / 2), top, 0.012f);
    }
}

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
