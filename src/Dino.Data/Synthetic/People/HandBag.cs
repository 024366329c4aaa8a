using SkiaSharp;

namespace Dino.Data.Synthetic.People;

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
