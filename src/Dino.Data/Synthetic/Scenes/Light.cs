using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

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
