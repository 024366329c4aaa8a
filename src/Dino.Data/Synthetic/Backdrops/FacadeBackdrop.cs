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

/// <summary>The street side of a town house: wall, rows of windows, a shop or a door below.</summary>
internal sealed record Facade(SKColor Wall, SKColor Trim, SKColor Glass, double LitWindows, bool Shop)
{
    /// <summary>Metres.</summary>
    public const double Storey = 3.2;

    public static Facade Any(SplitMix64 stream, Light light)
    {
        var wall = stream.NextDouble() switch
        {
            < 0.35 => stream.NextHsv((8, 22), (35, 60), (35, 60)),
            < 0.7 => stream.NextHsv((30, 48), (10, 35), (55, 85)),
            _ => stream.NextHsv((190, 260), (2, 15), (35, 75)),
        };
        return new Facade(
            wall, wall.Mixed(SKColors.White, 0.4), stream.NextHsv((195, 230), (10, 35), (22, 45)),
            light.LampsOn ? stream.NextDouble(0.1, 0.6) : 0, stream.Chance(0.6));
    }

    /// <summary>Draws through <paramref name="at"/>, which maps (metres along the wall, metres up) to the picture.</summary>
    public void Draw(SKCanvas canvas, Light light, SplitMix64 stream, double depth, double length, double height, Func<double, double, SKPoint> at)
    {
        void Patch(SKColor color, double left, double bottom, double right, double top)
            => canvas.FillPolygon(color, at(left, bottom), at(right, bottom), at(right, top), at(left, top));

        Patch(light.Lit(Wall, depth), 0, 0, length, height);
        Patch(light.Lit(Trim, depth), 0, height - 0.35, length, height);
        var columns = Math.Max(1, (int)(length / 2.4));
        var pitch = length / columns;
        for (var bottom = Storey; bottom + 2.4 < height; bottom += Storey)
        {
            for (var column = 0; column < columns; column++)
            {
                var left = (column + 0.28) * pitch;
                var right = (column + 0.72) * pitch;
                Patch(light.Lit(Trim, depth), left - 0.12, bottom + 0.65, right + 0.12, bottom + 2.45);
                Patch(WindowColor(light, stream, depth), left, bottom + 0.8, right, bottom + 2.35);
            }
        }

        if (Shop)
        {
            Patch(light.LampsOn ? light.Emitted(new SKColor(0xE8, 0xC8, 0x84), depth) : light.Lit(Glass, depth), 0.5, 0.5, length - 1.8, 2.4);
            Patch(light.Lit(stream.NextHsv((0, 360), (30, 80), (30, 80)), depth), 0.3, 2.4, length - 0.3, 3.0);
        }

        Patch(light.Lit(stream.NextHsv((0, 360), (20, 60), (15, 40)), depth), length - 1.5, 0, length - 0.5, 2.25);
    }

    private SKColor WindowColor(Light light, SplitMix64 stream, double depth) => stream.Chance(LitWindows)
        ? light.Emitted(stream.NextHsv((32, 50), (30, 65), (75, 98)), depth)
        : light.Lit(Glass, depth);
}
