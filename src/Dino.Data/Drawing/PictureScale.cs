namespace Dino.Data.Drawing;

/// <summary>How large a picture is drawn that labels are written on.</summary>
public static class PictureScale
{
    /// <summary>Small pictures are enlarged to this, in pixels, so that labels are readable.</summary>
    public const int ShortSide = 720;

    /// <summary>Enlarging ends here, in pixels: a strip of 20000x1 would else become 14,400,000 pixels wide.</summary>
    private const int LongestEnlarged = 4096;

    /// <summary>Pixels; JPEG's own limit is 65535.</summary>
    private const int Longest = 32_768;

    /// <summary>Factor and size of the drawn picture; at least one pixel high and wide.</summary>
    public static (float Scale, int Width, int Height) Of(int width, int height, int shortSide = ShortSide)
    {
        var (low, high) = (Math.Min(width, height), Math.Max(width, height));
        var enlarged = Math.Max(1, Math.Min((float)shortSide / low, (float)LongestEnlarged / high));
        var scale = Math.Min(enlarged, (float)Longest / high);
        return (scale, Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
    }
}
