using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Backdrops;

/// <summary>A wide paved square before a distant skyline.</summary>
internal sealed record PlazaBackdrop : Backdrop
{
    private const double Skyline = 90;

    public override bool IsOpen(double x, double z) => z < 70;

    public override void Draw(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream)
    {
        DrawSky(canvas, camera, light);
        var end = camera.WorldX(camera.Width, Skyline);
        for (var x = camera.WorldX(0, Skyline) - stream.NextDouble(0, 10); x < end;)
        {
            var (left, width, height) = (x, stream.NextDouble(8, 20), stream.NextInt32(2, 8) * Facade.Storey);
            Facade.Any(stream, light).Draw(canvas, light, stream, Skyline, width, height, (along, up) => camera.Project(left + along, up, Skyline));
            x += width + (stream.Chance(0.2) ? stream.NextDouble(2, 10) : 0);
        }

        var paving = stream.NextHsv((15, 50), (3, 22), (45, 72));
        DrawGround(canvas, camera, light, paving, -300, 300, far: Skyline);
        var joint = paving.Scaled(0.82);
        var pitch = stream.NextDouble(1.2, 3);
        for (var z = stream.NextDouble(1, 2); z < 45; z += pitch)
        {
            DrawGround(canvas, camera, light, joint, -100, 100, z, z + 0.06);
        }

        for (var x = -30.0; x <= 30; x += pitch)
        {
            DrawGround(canvas, camera, light, joint, x, x + 0.06, far: 60);
        }
    }
}
