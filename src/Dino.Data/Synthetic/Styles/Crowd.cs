using Dino.Core;
using Dino.Data.Synthetic.People;
using Dino.Data.Synthetic.Scenes;

namespace Dino.Data.Synthetic.Styles;

/// <summary>Finds places for people of a wanted size in the picture.</summary>
/// <param name="MayBeCut">How much of the height the frame's lower edge may cut off, as a share.</param>
internal sealed record Crowd(Camera Camera, Backdrop Backdrop, double MayBeCut)
{
    private const int Attempts = 30;

    /// <summary>A place where a person of <paramref name="metres"/> is <paramref name="pixels"/> tall; null if none was found.</summary>
    public (double X, double Z)? Place(double metres, double pixels, SplitMix64 stream)
    {
        var z = Camera.FocalPixels * metres / pixels;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var x = Camera.WorldX(stream.NextDouble(0.03, 0.97) * Camera.Width, z);
            if (Fits(x, z, metres))
            {
                return (x, z);
            }
        }

        return null;
    }

    /// <summary>A place beside someone, for company and for occlusion.</summary>
    public (double X, double Z)? PlaceBeside(Pedestrian other, double metres, SplitMix64 stream)
    {
        var side = stream.Chance(0.5) ? 1 : -1;
        var (x, z) = (other.X + (side * stream.NextDouble(0.3, 0.9)), other.Z * stream.NextDouble(0.88, 1.14));
        return Fits(x, z, metres) ? (x, z) : null;
    }

    public static double Metres(SplitMix64 stream) => stream.Chance(0.15) ? stream.NextDouble(1.0, 1.45) : stream.NextDouble(1.52, 1.95);

    /// <summary>Mostly along or across the street.</summary>
    public static double Heading(SplitMix64 stream) => (stream.NextInt32(0, 3) * Math.PI / 2) + stream.NextDouble(-0.5, 0.5);

    private bool Fits(double x, double z, double metres)
    {
        var foot = Camera.Project(x, 0, z);
        var head = Camera.Project(x, metres, z);
        var pixels = foot.Y - head.Y;
        return z > 1.2 && Backdrop.IsOpen(x, z) && foot.Y < Camera.Height + (MayBeCut * pixels) && head.Y > -0.1 * pixels
            && foot.X > -0.1 * pixels && foot.X < Camera.Width + (0.1 * pixels);
    }
}
