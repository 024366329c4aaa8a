using Dino.Core;
using Dino.Data.Images;
using SkiaSharp;

namespace Dino.Data.Drawing;

/// <summary>Pictures on their way to and from SkiaSharp.</summary>
public static class RgbBitmap
{
    private const int JpegQuality = 90;

    /// <summary>The picture as an opaque RGBA bitmap; the caller disposes it.</summary>
    public static SKBitmap FromImage(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < image.Pixels.Length; from += RgbImage.Channels, to += 4)
        {
            image.Pixels.AsSpan(from, RgbImage.Channels).CopyTo(target[to..]);
            target[to + RgbImage.Channels] = byte.MaxValue;
        }

        return bitmap;
    }

    /// <summary>Writes <paramref name="bitmap"/> atomically as PNG or, if <paramref name="path"/> ends so, as JPEG.</summary>
    public static void Save(SKBitmap bitmap, string path)
    {
        var format = Path.GetExtension(path) is ".jpg" or ".jpeg" ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png;
        using var data = bitmap.Encode(format, JpegQuality)
            ?? throw new IOException($"{path}: a picture of {bitmap.Width}x{bitmap.Height} cannot be encoded as {format}");
        AtomicFile.Write(path, data.SaveTo);
    }
}
