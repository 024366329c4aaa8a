using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Backdrops;

/// <summary>A street seen along its length: road, pavements and two rows of houses that meet at the vanishing point.</summary>
/// <param name="RoadHalfWidth">Metres.</param>
/// <param name="Pavement">Metres, on either side.</param>
internal sealed record CanyonBackdrop(double RoadHalfWidth, double Pavement) : Backdrop
{
    private const double Far = 110;

    private double Wall => RoadHalfWidth + Pavement;

    public static CanyonBackdrop Any(SplitMix64 stream) => new(stream.NextDouble(2.6, 5.5), stream.NextDouble(2, 5.5));

    public override bool IsOpen(double x, double z) => Math.Abs(x) < Wall - 0.4 && z < Far;

    public override (double X, double Z, int Facing)? CarPlace(Camera camera, SplitMix64 stream)
    {
        var side = stream.Chance(0.5) ? 1 : -1;
        return (side * (RoadHalfWidth - stream.NextDouble(1, 1.5)), stream.NextLogUniform(6, 45), 0);
    }

    public override void Draw(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream)
    {
        DrawSky(canvas, camera, light);
        DrawGround(canvas, camera, light, stream.NextHsv((20, 50), (2, 14), (48, 68)), -60, 60);
        DrawGround(canvas, camera, light, stream.NextHsv((210, 260), (0, 8), (26, 42)), -RoadHalfWidth, RoadHalfWidth);
        foreach (var side in new[] { -1, 1 })
        {
            DrawGround(canvas, camera, light, new SKColor(0xB8, 0xB4, 0xAC), side * RoadHalfWidth, side * (RoadHalfWidth + 0.2));
        }

        DrawMarkings(canvas, camera, light, stream);
        foreach (var side in new[] { -1, 1 })
        {
            DrawRow(canvas, camera, light, stream, side * Wall);
        }
    }

    private void DrawMarkings(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream)
    {
        var white = new SKColor(0xD6, 0xD4, 0xCC);
        for (var z = stream.NextDouble(1, 4); z < 70; z += 6)
        {
            DrawGround(canvas, camera, light, white, -0.08, 0.08, z, z + 2.5);
        }

        if (!stream.Chance(0.4))
        {
            return;
        }

        var start = stream.NextDouble(4, 12);
        for (var x = -RoadHalfWidth + 0.3; x < RoadHalfWidth - 0.5; x += 1)
        {
            DrawGround(canvas, camera, light, white, x, x + 0.5, start, start + 3);
        }
    }

    private static void DrawRow(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream, double wall)
    {
        var ends = new List<double> { 1.0 };
        while (ends[^1] < Far)
        {
            ends.Add(ends[^1] + stream.NextDouble(7, 15));
        }

        for (var i = ends.Count - 2; i >= 0; i--)
        {
            if (i > 1 && stream.Chance(0.08))
            {
                continue;
            }

            DrawHouse(canvas, camera, light, stream, wall, ends[i], ends[i + 1]);
        }
    }

    private static void DrawHouse(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream, double wall, double near, double far)
    {
        var facade = Facade.Any(stream, light);
        var height = stream.NextInt32(2, 5) * Facade.Storey;
        var depth = (near + far) / 2;
        SKPoint At(double along, double up) => camera.Project(wall, up, near + along);

        // The gable towards the camera shows where the next house is lower or absent.
        using (var end = Quad(camera.Project(wall, 0, far), camera.Project(wall * 3, 0, far), camera.Project(wall * 3, height, far), camera.Project(wall, height, far)))
        {
            canvas.FillPath(light.Lit(facade.Wall.Scaled(0.7), far), end);
        }

        facade.Draw(canvas, light, stream, depth, far - near, height, At);
    }
}
