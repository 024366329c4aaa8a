namespace Dino.Core.Attention;

/// <summary>How an image became the model's input: resized, then padded at the right and the bottom. All in pixels.</summary>
public sealed record AttentionFrame(int OriginalWidth, int OriginalHeight, int ResizedWidth, int ResizedHeight, int PaddedWidth, int PaddedHeight)
{
    /// <summary>A sampling location, relative to the padded input (0 to 1), as a place in the original image, in pixels. Locations in the padding lie outside.</summary>
    public (double X, double Y) ToOriginal(double x, double y) => (
        x * PaddedWidth * OriginalWidth / ResizedWidth,
        y * PaddedHeight * OriginalHeight / ResizedHeight);

    /// <summary>The same for a copy of the original image at another size.</summary>
    public AttentionFrame For(int width, int height) => this with { OriginalWidth = width, OriginalHeight = height };
}
