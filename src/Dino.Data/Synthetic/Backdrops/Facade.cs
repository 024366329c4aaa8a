using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Backdrops;

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
