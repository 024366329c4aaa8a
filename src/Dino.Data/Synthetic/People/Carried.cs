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
