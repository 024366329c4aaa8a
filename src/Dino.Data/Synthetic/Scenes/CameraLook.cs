using Dino.Data.Randomness;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>What one make of camera does to every picture, whatever the light.</summary>
/// <param name="Saturation">1 keeps the colours, 0 leaves grey.</param>
/// <param name="Contrast">Factor on the distance from middle grey.</param>
/// <param name="Tint">Added to red, green and blue, as a share of white.</param>
/// <param name="Vignette">How much darker the corners are, 0 to 1.</param>
internal sealed record CameraLook(double Saturation, double Contrast, (double Red, double Green, double Blue) Tint, double Vignette)
{
    // Rec. 601 luma.
    private const double LumaRed = 0.299;
    private const double LumaGreen = 0.587;
    private const double LumaBlue = 0.114;

    /// <summary>An old street camera: pale, rather flat, greenish, darker towards the corners.</summary>
    public static CameraLook Surveillance(SplitMix64 stream) => new(
        stream.NextDouble(0.2, 0.4), stream.NextDouble(0.78, 0.9), (stream.NextDouble(-0.08, -0.03), stream.NextDouble(0.03, 0.07), stream.NextDouble(-0.02, 0.02)),
        stream.NextDouble(0.15, 0.3));

    public void Apply(SKBitmap picture)
    {
        using var filter = Grading();
        using var graded = picture.Copy();
        using var canvas = new SKCanvas(picture);
        using var paint = new SKPaint { ColorFilter = filter };
        canvas.DrawBitmap(graded, 0, 0, paint);
        DrawVignette(canvas, picture.Width, picture.Height);
    }

    private SKColorFilter Grading()
    {
        var grey = 0.5 * (1 - Contrast);
        return SKColorFilter.CreateColorMatrix(
        [
            Mix(LumaRed, own: true), Mix(LumaGreen), Mix(LumaBlue), 0, (float)(grey + Tint.Red),
            Mix(LumaRed), Mix(LumaGreen, own: true), Mix(LumaBlue), 0, (float)(grey + Tint.Green),
            Mix(LumaRed), Mix(LumaGreen), Mix(LumaBlue, own: true), 0, (float)(grey + Tint.Blue),
            0, 0, 0, 1, 0,
        ]);
    }

    /// <summary>Coefficient of one channel in another's (or in its <paramref name="own"/>) new value.</summary>
    private float Mix(double luma, bool own = false) => (float)(Contrast * (((1 - Saturation) * luma) + (own ? Saturation : 0)));

    private void DrawVignette(SKCanvas canvas, int width, int height)
    {
        var centre = new SKPoint(width / 2f, height / 2f);
        using var shader = SKShader.CreateRadialGradient(
            centre, centre.Length, [SKColors.Transparent, SKColors.Transparent, SKColors.Black.WithAlpha((byte)(255 * Vignette))], [0, 0.45f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, width, height, paint);
    }
}
