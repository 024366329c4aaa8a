using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>Draws neck, head, hair and face, in units of the body height.</summary>
internal sealed class HeadPainter(SKCanvas canvas, Skeleton skeleton, Appearance look)
{
    private const float HalfWidth = 0.047f;
    private const float HalfHeight = 0.064f;

    private readonly SKPoint _head = skeleton.HeadCentre;
    private readonly float _turn = (float)skeleton.Rightward;

    public void Draw()
    {
        canvas.Limb(look.Skin.Scaled(0.85), skeleton.Chest, 0.032f, _head with { Y = _head.Y - 0.04f }, 0.026f);
        if (look.HairStyle is HairStyle.Long)
        {
            canvas.FillRectangle(look.Hair.Scaled(0.9), _head.X - 0.055f - (_turn * 0.015f), _head.Y - 0.1f, _head.X + 0.055f - (_turn * 0.015f), _head.Y + 0.05f, 0.03f);
        }

        canvas.FillEllipse(look.Skin, _head.X, _head.Y, HalfWidth + (0.006f * Math.Abs(_turn)), HalfHeight);
        if (skeleton.Away < 0.35)
        {
            DrawFace();
        }

        DrawHair();
        if (look.HairStyle is not (HairStyle.Long or HairStyle.Hood) && look.Outfit is Outfit.JacketAndTrousers or Outfit.LongCoat)
        {
            canvas.FillEllipse(look.Accent, skeleton.Chest.X, skeleton.Chest.Y + 0.025f, 0.045f, 0.022f);
        }
    }

    private void DrawFace()
    {
        var dark = look.Skin.Scaled(0.35);
        var shift = _turn * 0.028f;
        foreach (var eye in new[] { -0.018f, 0.018f })
        {
            var x = shift + (eye * (float)Math.Abs(skeleton.Away));
            canvas.FillEllipse(dark, _head.X + x, _head.Y + 0.006f, 0.006f, 0.006f);
        }

        canvas.FillEllipse(look.Skin.Scaled(0.8), _head.X + (shift * 1.6f), _head.Y - 0.012f, 0.008f, 0.011f);
        canvas.FillEllipse(new SKColor(0x9A, 0x4A, 0x44), _head.X + shift, _head.Y - 0.034f, 0.013f, 0.005f);
    }

    private void DrawHair()
    {
        if (look.HairStyle is HairStyle.Bald)
        {
            return;
        }

        var covering = look.HairStyle is HairStyle.Cap or HairStyle.Hood;
        var color = covering ? (look.HairStyle is HairStyle.Hood ? look.Top.Scaled(0.9) : look.Accent) : look.Hair;
        using var path = HairPath();
        canvas.FillPath(color, path);
        if (look.HairStyle is HairStyle.Bun)
        {
            canvas.FillEllipse(look.Hair, _head.X - (_turn * 0.045f), _head.Y + 0.055f, 0.026f, 0.026f);
        }
        else if (look.HairStyle is HairStyle.Cap && skeleton.Away < 0.5)
        {
            canvas.FillEllipse(look.Accent.Scaled(0.8), _head.X + (_turn * 0.05f), _head.Y + 0.026f, 0.042f, 0.012f);
        }
    }

    /// <summary>The top of the head from the front, the back of it from the side, all of it from behind.</summary>
    private SKPath HairPath()
    {
        var (width, height) = (HalfWidth + 0.007f, HalfHeight + 0.008f);
        var brow = skeleton.Away > 0.35 ? -0.045f : 0.024f;
        var path = new SKPath();
        path.AddOval(new SKRect(_head.X - width - 0.004f, _head.Y - height, _head.X + width + 0.004f, _head.Y + height));
        using var cut = new SKPath();
        if (Math.Abs(_turn) > 0.5 && skeleton.Away < 0.6)
        {
            var front = _head.X + (_turn * 0.004f);
            var edge = _head.X + (Math.Sign(_turn) * 0.2f);
            cut.AddRect(new SKRect(Math.Min(front, edge), _head.Y - 0.2f, Math.Max(front, edge), _head.Y + brow));
            cut.AddRect(new SKRect(_head.X - 0.2f, _head.Y - 0.2f, _head.X + 0.2f, _head.Y - 0.04f));
        }
        else
        {
            cut.AddRect(new SKRect(_head.X - 0.2f, _head.Y - 0.2f, _head.X + 0.2f, _head.Y + brow));
        }

        var hair = path.Op(cut, SKPathOp.Difference);
        path.Dispose();
        return hair;
    }
}
