using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>Draws a skeleton in clothes, in units of the body height, far parts first.</summary>
internal sealed class BodyPainter(SKCanvas canvas, Skeleton skeleton, Appearance look)
{
    /// <summary>No part reaches farther than this from the joints, in body heights.</summary>
    public const float Margin = 0.17f;

    private const double FarShade = 0.78;

    private readonly float _build = (float)look.Build;

    public void Draw()
    {
        DrawArms(far: true);
        var leftIsFar = skeleton.LeftLeg.Depth > skeleton.RightLeg.Depth;
        DrawLeg(leftIsFar ? skeleton.LeftLeg : skeleton.RightLeg, FarShade);
        DrawLeg(leftIsFar ? skeleton.RightLeg : skeleton.LeftLeg, 1);
        DrawLowerGarment();
        DrawTorso();
        new HeadPainter(canvas, skeleton, look).Draw();
        DrawArms(far: false);
    }

    private void DrawArms(bool far)
    {
        foreach (var arm in new[] { skeleton.LeftArm, skeleton.RightArm })
        {
            if (arm.Depth > 0 == far)
            {
                DrawArm(arm, far ? FarShade : 0.92);
            }
        }
    }

    private void DrawArm(Chain arm, double shade)
    {
        var sleeve = look.Top.Scaled(shade);
        var longSleeve = look.Outfit is Outfit.JacketAndTrousers or Outfit.LongCoat;
        var thickness = longSleeve ? 1.25f : 1f;
        canvas.Limb((longSleeve ? sleeve : look.Skin.Scaled(shade)), arm[1], 0.024f * thickness, arm[2], 0.019f * thickness);
        canvas.Limb(sleeve, arm[0], 0.033f * thickness * _build, arm[1], 0.026f * thickness);
        canvas.FillEllipse(look.Skin.Scaled(shade), arm[2].X, arm[2].Y - 0.012f, 0.02f, 0.024f);
    }

    private void DrawLeg(Chain leg, double shade)
    {
        var bare = look.Outfit is Outfit.ShirtAndShorts or Outfit.Dress or Outfit.SkirtAndTop;
        var cloth = (look.Outfit is Outfit.Dress ? look.Top : look.Bottom).Scaled(shade);
        var lower = bare ? look.Skin.Scaled(shade) : cloth;
        canvas.Limb(lower, leg[1], bare ? 0.032f : 0.038f, leg[2], bare ? 0.022f : 0.03f);
        canvas.Limb(cloth, leg[0], 0.058f * _build, leg[1], bare ? 0.042f : 0.04f);
        canvas.Limb(look.Shoes.Scaled(shade), leg[2] with { Y = leg[2].Y - 0.015f }, 0.026f, leg[3], 0.018f);
    }

    private void DrawLowerGarment()
    {
        if (look.Outfit is not (Outfit.LongCoat or Outfit.Dress or Outfit.SkirtAndTop))
        {
            return;
        }

        var color = look.Outfit is Outfit.SkirtAndTop ? look.Bottom : look.Top;
        var waist = skeleton.HalfWidth(0.085, 0.07) * _build;
        var (left, right) = (skeleton.LeftLeg[1], skeleton.RightLeg[1]);
        var hem = Math.Min(left.Y, right.Y) - (look.Outfit is Outfit.LongCoat ? 0.06f : -0.02f);
        var outer = skeleton.HalfWidth(0.11, 0.085) * _build;
        var leftX = Math.Min(Math.Min(left.X, right.X) - 0.03f, skeleton.Pelvis.X - outer);
        var rightX = Math.Max(Math.Max(left.X, right.X) + 0.03f, skeleton.Pelvis.X + outer);
        var top = skeleton.Pelvis.Y + 0.1f;
        canvas.FillPolygon(
            color.Scaled(0.93), new(skeleton.Pelvis.X - waist, top), new(skeleton.Pelvis.X + waist, top), new(rightX, hem), new(leftX, hem));
    }

    private void DrawTorso()
    {
        var shoulder = skeleton.HalfWidth(0.125, 0.075) * _build;
        var waist = skeleton.HalfWidth(0.09, 0.072) * _build;
        var hip = skeleton.HalfWidth(0.1, 0.078) * _build;
        var (chest, pelvis) = (skeleton.Chest, skeleton.Pelvis);
        var middle = new SKPoint((chest.X * 0.4f) + (pelvis.X * 0.6f), (chest.Y * 0.4f) + (pelvis.Y * 0.6f));
        var hem = look.Outfit is Outfit.JacketAndTrousers or Outfit.LongCoat ? -0.05f : -0.02f;
        using var path = new SKPath();
        path.MoveTo(chest.X - shoulder, chest.Y - 0.03f);
        path.QuadTo(chest.X - (shoulder * 0.9f), chest.Y + 0.012f, chest.X - (shoulder * 0.3f), chest.Y + 0.02f);
        path.LineTo(chest.X + (shoulder * 0.3f), chest.Y + 0.02f);
        path.QuadTo(chest.X + (shoulder * 0.9f), chest.Y + 0.012f, chest.X + shoulder, chest.Y - 0.03f);
        path.QuadTo(middle.X + waist, middle.Y + 0.06f, middle.X + waist, middle.Y);
        path.LineTo(pelvis.X + hip, pelvis.Y + hem);
        path.LineTo(pelvis.X - hip, pelvis.Y + hem);
        path.LineTo(middle.X - waist, middle.Y);
        path.QuadTo(middle.X - waist, middle.Y + 0.06f, chest.X - shoulder, chest.Y - 0.03f);
        path.Close();
        canvas.FillPath(look.Top, path);
        if (look.Striped)
        {
            canvas.FillRectangle(look.Accent, middle.X - waist, middle.Y + 0.05f, middle.X + waist, middle.Y + 0.09f);
        }
        else if (look.Outfit is Outfit.JacketAndTrousers or Outfit.LongCoat && skeleton.Away < -0.3)
        {
            canvas.Line(look.Top.Scaled(0.7), 0.008f, chest, new SKPoint(pelvis.X, pelvis.Y + hem));
        }
    }
}
