using Dino.Data.Drawing;
using Dino.Data.Images;
using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Photographs for the page.</summary>
public static class SmallPicture
{
    private const int LongestSide = 480;

    /// <summary>At this quality a small photograph shows no blocks.</summary>
    private const int JpegQuality = 80;

    /// <summary>A JPEG of at most <see cref="LongestSide"/> pixels a side; smaller pictures keep their size.</summary>
    public static byte[] Jpeg(RgbImage picture)
    {
        using var bitmap = RgbBitmap.FromImage(picture);
        var scale = Math.Min(1, (double)LongestSide / Math.Max(picture.Width, picture.Height));
        var size = new SKImageInfo(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        using var small = scale < 1 ? bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)) : bitmap.Copy();
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return jpeg.ToArray();
    }
}
