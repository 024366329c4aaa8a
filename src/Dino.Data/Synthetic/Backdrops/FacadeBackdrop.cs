using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Backdrops;

/// <summary>A row of houses across the view, with a pavement and a crossing road before it.</summary>
/// <param name="Wall">Metres to the houses.</param>
/// <param name="RoadNear">Metres to the near edge of the road.</param>
/// <param name="RoadFar">Metres to its far edge.</param>
internal sealed record FacadeBackdrop(double Wall, double RoadNear, double RoadFar) : Backdrop
{
    public static FacadeBackdrop Any(SplitMix64 stream)
    {
        var wall = stream.NextDouble(14, 30);
        var far = wall - stream.NextDouble(3, 6);
        return new FacadeBackdrop(wall, Math.Max(3, far - stream.NextDouble(5, 9)), far);
    }

    public override bool IsOpen(double x, double z) => z < Wall - 0.4;

    public override (double X, double Z, int Facing)? CarPlace(Camera camera, SplitMix64 stream)
    {
        var z = stream.NextDouble(RoadNear + 1, RoadFar - 0.5);
        return (camera.WorldX(stream.NextDouble(0, camera.Width), z), z, stream.Chance(0.5) ? 1 : -1);
    }

    public override void Draw(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream)
    {
        DrawSky(canvas, camera, light);
        DrawGround(canvas, camera, light, stream.NextHsv((20, 60), (2, 15), (46, 70)), -200, 200);
        DrawGround(canvas, camera, light, stream.NextHsv((210, 260), (0, 8), (26, 42)), -200, 200, RoadNear, RoadFar);
        DrawGround(canvas, camera, light, new SKColor(0xB8, 0xB4, 0xAC), -200, 200, RoadFar, RoadFar + 0.2);
        DrawGround(canvas, camera, light, new SKColor(0xB8, 0xB4, 0xAC), -200, 200, RoadNear - 0.2, RoadNear);
        var end = camera.WorldX(camera.Width, Wall);
        for (var x = camera.WorldX(0, Wall) - stream.NextDouble(0, 8); x < end;)
        {
            var length = stream.NextDouble(7, 14);
            var left = x;
            Facade.Any(stream, light).Draw(
                canvas, light, stream, Wall, length, stream.NextInt32(2, 5) * Facade.Storey, (along, up) => camera.Project(left + along, up, Wall));
            x += length;
        }
    }
}
