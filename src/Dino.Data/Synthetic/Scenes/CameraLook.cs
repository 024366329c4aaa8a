using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>What one make of camera does to every picture: exposure for the light there is, then its own colours.</summary>
/// <param name="Saturation">1 keeps the colours, 0 leaves grey.</param>
/// <param name="Contrast">Factor on the distance from middle grey.</param>
/// <param name="Tint">Added to red, green and blue, as a share of white.</param>
/// <param name="Vignette">How much darker the corners are, 0 to 1.</param>
internal sealed record CameraLook(double Saturation, double Contrast, (double Red, double Green, double Blue) Tint, double Vignette)
{
    /// <summary>Mean luma that the exposure aims at, as a share of white.</summary>
    private const double ExposureTarget = 0.45;

    /// <summary>Night stays darker than day.</summary>
    private const double MostGain = 2.5;

    // Rec. 601 luma.
    private const double LumaRed = 0.299;
    private const double LumaGreen = 0.587;
    private const double LumaBlue = 0.114;

    /// <summary>An old street camera: pale, rather flat, greenish, darker towards the corners.</summary>
    public static CameraLook Surveillance(SplitMix64 stream) => new(
        stream.NextDouble(0.25, 0.45), stream.NextDouble(0.8, 0.9), (stream.NextDouble(-0.13, -0.09), stream.NextDouble(0.05, 0.08), stream.NextDouble(-0.02, 0.02)),
        stream.NextDouble(0.1, 0.25));

    public void Apply(SKBitmap picture)
    {
        using var filter = Grading(Math.Clamp(ExposureTarget / MeanLuma(picture), 1, MostGain));
        using var graded = picture.Copy();
        using var canvas = new SKCanvas(picture);
        using var paint = new SKPaint { ColorFilter = filter };
        canvas.DrawBitmap(graded, 0, 0, paint);
        DrawVignette(canvas, picture.Width, picture.Height);
    }

    private static double MeanLuma(SKBitmap picture)
        => Math.Max(1.0 / 255, picture.Pixels.Average(pixel => (LumaRed * pixel.Red) + (LumaGreen * pixel.Green) + (LumaBlue * pixel.Blue)) / 255);

    private SKColorFilter Grading(double gain)
    {
        var grey = 0.5 * (1 - Contrast);
        return SKColorFilter.CreateColorMatrix(
        [
            Mix(gain, LumaRed, own: true), Mix(gain, LumaGreen), Mix(gain, LumaBlue), 0, (float)(grey + Tint.Red),
            Mix(gain, LumaRed), Mix(gain, LumaGreen, own: true), Mix(gain, LumaBlue), 0, (float)(grey + Tint.Green),
            Mix(gain, LumaRed), Mix(gain, LumaGreen), Mix(gain, LumaBlue, own: true), 0, (float)(grey + Tint.Blue),
            0, 0, 0, 1, 0,
        ]);
    }

    /// <summary>Coefficient of one channel in another's (or in its <paramref name="own"/>) new value.</summary>
    private float Mix(double gain, double luma, bool own = false) => (float)(gain * Contrast * (((1 - Saturation) * luma) + (own ? Saturation : 0)));

    private void DrawVignette(SKCanvas canvas, int width, int height)
    {
        var centre = new SKPoint(width / 2f, height / 2f);
        using var shader = SKShader.CreateRadialGradient(
            centre, centre.Length, [SKColors.Transparent, SKColors.Transparent, SKColors.Black.WithAlpha((byte)(255 * Vignette))], [0, 0.45f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, width, height, paint);
    }
}

/// <summary>A pinhole camera that looks along the street, level. World: metres, x right, y up from the ground, z forward.</summary>
/// <param name="FocalPixels">Pixels an object of one metre covers at one metre.</param>
/// <param name="HorizonY">Image row of the horizon, in pixels.</param>
/// <param name="EyeHeight">Metres above the ground.</param>
/// <param name="X">Metres right of the street's middle.</param>
internal sealed record Camera(int Width, int Height, double FocalPixels, double HorizonY, double EyeHeight, double X)
{
    /// <summary>Nothing is projected from nearer than this, in metres.</summary>
    public const double Near = 0.8;

    public double PixelsPerMetre(double z) => FocalPixels / Math.Max(z, Near);

    public SKPoint Project(double x, double y, double z)
    {
        var scale = PixelsPerMetre(z);
        return new SKPoint((float)((Width / 2.0) + (scale * (x - X))), (float)(HorizonY + (scale * (EyeHeight - y))));
    }

    /// <summary>World x that image column <paramref name="column"/> sees at depth <paramref name="z"/>.</summary>
    public double WorldX(double column, double z) => X + ((column - (Width / 2.0)) / PixelsPerMetre(z));
}
