using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Backdrops;

/// <summary>Grass, a path or a road, hills and clouds: the pretraining style's park.</summary>
/// <param name="PathX">Metres right of the camera's line, where the path starts.</param>
/// <param name="PathWidth">Metres.</param>
internal sealed record SuburbBackdrop(double PathX, double PathWidth) : Backdrop
{
    public static SuburbBackdrop Any(SplitMix64 stream) => new(stream.NextDouble(-5, 3), stream.NextDouble(2, 7));

    public override bool IsOpen(double x, double z) => z < 45;

    public override (double X, double Z, int Facing)? CarPlace(Camera camera, SplitMix64 stream)
    {
        var z = stream.NextLogUniform(7, 30);
        return (camera.WorldX(stream.NextDouble(0, camera.Width), z), z, stream.NextInt32(-1, 1));
    }

    public override void Draw(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream)
    {
        DrawSky(canvas, camera, light);
        var horizon = (float)camera.HorizonY;
        for (var cloud = stream.NextInt32(0, 4); cloud > 0; cloud--)
        {
            var (x, y, size) = (stream.NextSingle(0, camera.Width), stream.NextSingle(0, horizon * 0.7), stream.NextSingle(0.03, 0.08) * camera.Width);
            foreach (var puff in new[] { -1.1f, 0, 1.2f })
            {
                canvas.FillEllipse(new SKColor(255, 255, 255, 210), x + (puff * size), y + (puff * puff * size * 0.15f), size, size * 0.5f);
            }
        }

        for (var hill = stream.NextInt32(1, 3); hill > 0; hill--)
        {
            canvas.FillEllipse(
                light.Lit(stream.NextHsv((90, 150), (25, 50), (50, 75)), 150), stream.NextSingle(0, camera.Width), horizon + 4,
                stream.NextSingle(0.3, 0.7) * camera.Width, stream.NextSingle(0.08, 0.3) * horizon);
        }

        DrawGround(canvas, camera, light, stream.NextHsv((75, 125), (40, 70), (48, 75)), -400, 400);
        DrawGround(canvas, camera, light, stream.NextHsv((30, 50), (10, 35), (70, 90)), PathX, PathX + PathWidth, far: 80);
    }
}
