using Dino.Core;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Small copies of figures: enough to see in a review what changed, and to compare.</summary>
public static class Thumbnail
{
    /// <summary>In pixels; the height follows.</summary>
    private const int Width = 240;

    /// <summary>Writes a small copy as PNG.</summary>
    /// <exception cref="BadInputException">The picture cannot be decoded.</exception>
    public static void Save(string picture, string path)
    {
        using var bitmap = Load(picture);
        using var small = Shrink(bitmap);
        using var data = small.Encode(SKEncodedImageFormat.Png, quality: 100);
        AtomicFile.Write(path, data.SaveTo);
    }

    /// <summary>Mean absolute difference of the colour values, 0 to 1, between a thumbnail and the picture's own; 1 when their sizes differ.</summary>
    /// <exception cref="BadInputException">One of them cannot be decoded.</exception>
    public static double Distance(string thumbnail, string picture)
    {
        using var old = Load(thumbnail);
        using var bitmap = Load(picture);
        using var now = Shrink(bitmap);
        if ((old.Width, old.Height) != (now.Width, now.Height))
        {
            return 1;
        }

        double sum = 0;
        foreach (var (first, second) in old.Pixels.Zip(now.Pixels))
        {
            sum += Math.Abs(first.Red - second.Red) + Math.Abs(first.Green - second.Green) + Math.Abs(first.Blue - second.Blue);
        }

        return sum / (3 * 255.0 * old.Width * old.Height);
    }

    private static SKBitmap Load(string path) => SKBitmap.Decode(InputFile.ReadAllBytes(path))
        ?? throw new BadInputException($"{path}: cannot be decoded; expected a picture");

    private static SKBitmap Shrink(SKBitmap bitmap)
        => bitmap.Resize(new SKImageInfo(Width, Math.Max(1, bitmap.Height * Width / bitmap.Width)), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
}
