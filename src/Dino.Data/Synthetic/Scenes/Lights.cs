using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>The kinds of light the two styles know.</summary>
internal static class Lights
{
    public static Light Any(SplitMix64 stream) => stream.NextDouble() switch
    {
        < 0.46 => Day(stream),
        < 0.70 => Overcast(stream),
        < 0.84 => Dusk(stream),
        < 0.89 => Night(stream),
        < 0.94 => Foggy(stream),
        _ => Rainy(stream),
    };

    /// <summary>By day: mostly clear, sometimes overcast; the light of the pretraining style.</summary>
    public static Light Daytime(SplitMix64 stream) => stream.NextDouble() switch
    {
        < 0.5 => Bright(stream),
        < 0.8 => Day(stream),
        _ => Overcast(stream),
    };

    /// <summary>Clear noon light, little noise.</summary>
    private static Light Bright(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.95, 1.12);
        return new Light(
            stream.NextHsv((200, 218), (45, 70), (85, 98)), stream.NextHsv((195, 210), (8, 25), (94, 100)),
            strength, strength, strength * stream.NextDouble(0.94, 1.0), new SKColor(205, 225, 240), stream.NextDouble(0.0, 0.004),
            stream.NextDouble(0.25, 0.45), Rain: false, LampsOn: false, stream.NextDouble(0.5, 2.5));
    }

    private static Light Day(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.8, 1.08);
        return new Light(
            stream.NextHsv((205, 225), (25, 55), (70, 95)), stream.NextHsv((190, 220), (4, 20), (86, 100)),
            strength, strength * 0.98, strength * stream.NextDouble(0.88, 0.98), new SKColor(190, 205, 220), stream.NextDouble(0.001, 0.01),
            stream.NextDouble(0.25, 0.55), Rain: false, LampsOn: false, stream.NextDouble(1, 4));
    }

    private static Light Overcast(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.65, 0.9);
        var sky = stream.NextHsv((200, 230), (2, 10), (68, 88));
        return new Light(
            sky.Scaled(0.9), sky, strength, strength, strength * 1.03, sky, stream.NextDouble(0.003, 0.015), 0.12,
            Rain: false, LampsOn: false, stream.NextDouble(1.5, 5));
    }

    private static Light Dusk(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.42, 0.65);
        return new Light(
            stream.NextHsv((225, 260), (35, 60), (30, 55)), stream.NextHsv((15, 40), (45, 75), (70, 95)),
            strength * 1.08, strength * 0.9, strength * 0.95, new SKColor(150, 115, 110), stream.NextDouble(0.003, 0.012), 0.15,
            Rain: false, LampsOn: stream.Chance(0.6), stream.NextDouble(2, 6));
    }

    private static Light Night(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.34, 0.52);
        return new Light(
            stream.NextHsv((220, 250), (40, 70), (5, 16)), stream.NextHsv((215, 260), (25, 50), (14, 28)),
            strength * 0.95, strength, strength * 1.25, new SKColor(28, 30, 44), stream.NextDouble(0.002, 0.012), 0.05,
            Rain: stream.Chance(0.25), LampsOn: true, stream.NextDouble(3, 8));
    }

    private static Light Foggy(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.7, 0.95);
        var sky = stream.NextHsv((195, 225), (1, 8), (72, 90));
        return new Light(
            sky, sky, strength, strength, strength, sky, stream.NextDouble(0.02, 0.065), 0.05,
            Rain: false, LampsOn: stream.Chance(0.3), stream.NextDouble(1, 4));
    }

    private static Light Rainy(SplitMix64 stream)
    {
        var strength = stream.NextDouble(0.5, 0.75);
        var sky = stream.NextHsv((205, 225), (6, 16), (50, 70));
        return new Light(
            sky.Scaled(0.85), sky, strength * 0.95, strength, strength * 1.06, sky, stream.NextDouble(0.01, 0.03), 0.05,
            Rain: true, LampsOn: stream.Chance(0.4), stream.NextDouble(2, 5));
    }
}

/// <summary>Time of day and weather.</summary>
/// <param name="Red">Factor on the red of every surface; the others likewise.</param>
/// <param name="FogPerMetre">Extinction: an object at z metres shows exp(-FogPerMetre z) of its own colour.</param>
/// <param name="Shadow">Opacity of cast shadows, 0 to 1.</param>
/// <param name="LampsOn">Street lamps, windows and headlights shine.</param>
/// <param name="Noise">Standard deviation of sensor noise, in 8-bit steps.</param>
internal sealed record Light(
    SKColor SkyTop, SKColor SkyBottom, double Red, double Green, double Blue, SKColor Fog, double FogPerMetre, double Shadow,
    bool Rain, bool LampsOn, double Noise)
{
    private static readonly (double Red, double Green, double Blue) LampColor = (1.0, 0.86, 0.6);

    /// <summary>A surface of this colour as seen through <paramref name="z"/> metres of air.</summary>
    public SKColor Lit(SKColor color, double z, double lamp = 0) => new SKColor(
        Channel(color.Red * (Red + (lamp * LampColor.Red))),
        Channel(color.Green * (Green + (lamp * LampColor.Green))),
        Channel(color.Blue * (Blue + (lamp * LampColor.Blue))),
        color.Alpha).Mixed(Fog, FogShare(z));

    /// <summary>A shining surface: fog dims it, the time of day does not.</summary>
    public SKColor Emitted(SKColor color, double z) => color.Mixed(Fog, FogShare(z));

    /// <summary>The same as <see cref="Lit"/> for a drawn layer.</summary>
    public SKColorFilter Filter(double z, double lamp)
    {
        var fog = FogShare(z);
        var keep = 1 - fog;
        return SKColorFilter.CreateColorMatrix(
        [
            (float)(keep * (Red + (lamp * LampColor.Red))), 0, 0, 0, (float)(fog * Fog.Red / 255),
            0, (float)(keep * (Green + (lamp * LampColor.Green))), 0, 0, (float)(fog * Fog.Green / 255),
            0, 0, (float)(keep * (Blue + (lamp * LampColor.Blue))), 0, (float)(fog * Fog.Blue / 255),
            0, 0, 0, 1, 0,
        ]);
    }

    public double FogShare(double z) => 1 - Math.Exp(-FogPerMetre * z);

    private static byte Channel(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
