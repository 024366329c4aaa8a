using SkiaSharp;

namespace Dino.Figures.Tests.Snapshots;

/// <summary>How different two pictures look: both are blurred to a small size, and the most different patch counts, so that a lost bar or a moved line is not averaged away
/// by the white around it.</summary>
internal static class PictureDistance
{
    private const int Width = 480;
    private const int Patch = 4;

    /// <summary>0 for equal pictures to 1 for a black patch on white; 1 when their shapes differ.</summary>
    public static double Between(string first, string second)
    {
        using var a = Small(first);
        using var b = Small(second);
        return (a.Width, a.Height) == (b.Width, b.Height) ? Patches(a).Max(patch => Mean(a, b, patch.X, patch.Y)) : 1;
    }

    /// <summary>Writes a picture as small as <see cref="Between"/> sees it, which is what is kept for comparison.</summary>
    public static string Shrink(string picture, string path)
    {
        using var small = Small(picture);
        using var data = small.Encode(SKEncodedImageFormat.Png, quality: 100);
        using var stream = File.Create(path);
        data.SaveTo(stream);
        return path;
    }

    private static SKBitmap Small(string path)
    {
        using var bitmap = SKBitmap.Decode(path);
        return bitmap.Resize(new SKImageInfo(Width, bitmap.Height * Width / bitmap.Width), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static IEnumerable<(int X, int Y)> Patches(SKBitmap picture)
        => from y in Enumerable.Range(0, picture.Height / Patch) from x in Enumerable.Range(0, picture.Width / Patch) select (x * Patch, y * Patch);

    private static double Mean(SKBitmap a, SKBitmap b, int left, int top)
    {
        double sum = 0;
        for (var y = top; y < top + Patch; y++)
        {
            for (var x = left; x < left + Patch; x++)
            {
                var (first, second) = (a.GetPixel(x, y), b.GetPixel(x, y));
                // Weights of the eye's sensitivity to red, green and blue (ITU-R BT.601).
                sum += (0.299 * Math.Abs(first.Red - second.Red)) + (0.587 * Math.Abs(first.Green - second.Green)) + (0.114 * Math.Abs(first.Blue - second.Blue));
            }
        }

        return sum / (255.0 * Patch * Patch);
    }
}
