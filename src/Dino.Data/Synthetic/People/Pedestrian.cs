using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>A person.</summary>
/// <param name="Height">Metres when standing upright.</param>
/// <param name="Heading">Radians, see <see cref="Skeleton"/>.</param>
internal sealed record Pedestrian(double X, double Z, double Height, double Heading, Pose Pose, Appearance Appearance) : StreetObject(X, Z)
{
    public override SceneCategory Category => SceneCategory.Person;

    public override SKRect Extent
    {
        get
        {
            var joints = Skeleton.Bounds;
            var (margin, height) = (BodyPainter.Margin, (float)Height);
            return new SKRect((joints.Left - margin) * height, (joints.Top - margin) * height, (joints.Right + margin) * height, (joints.Bottom + margin) * height);
        }
    }

    public override double Footprint => 0.2 * Height;

    public Skeleton Skeleton => new(Pose, Heading);

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.Scale((float)Height);
        new BodyPainter(canvas, Skeleton, Appearance).Draw();
    }
}
