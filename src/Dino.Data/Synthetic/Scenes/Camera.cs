using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

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
