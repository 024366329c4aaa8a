using Dino.Data.Images;

namespace Dino.Data.Transforms;

/// <summary>torchvision's ToTensor and Normalize with ImageNet's statistics, in float32 as there: (value / 255 - mean) / std.</summary>
public static class PixelNormalization
{
    /// <summary>ImageNet's channel means in R, G, B order, of values in [0, 1].</summary>
    public static IReadOnlyList<float> Mean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>ImageNet's channel standard deviations in R, G, B order.</summary>
    public static IReadOnlyList<float> StandardDeviation { get; } = [0.229f, 0.224f, 0.225f];

    // Every value a byte can take, so that no pixel needs a division.
    private static readonly float[][] Tables = [.. Enumerable.Range(0, RgbImage.Channels).Select(Table)];

    /// <summary>Writes one row into the three planes of <paramref name="pixels"/> [3, height, width].</summary>
    /// <param name="rgb">width * 3 bytes.</param>
    internal static void Write(ReadOnlySpan<byte> rgb, int y, int width, int height, float[] pixels)
    {
        var plane = width * height;
        var red = pixels.AsSpan(y * width, width);
        var green = pixels.AsSpan(plane + (y * width), width);
        var blue = pixels.AsSpan((2 * plane) + (y * width), width);
        float[] redTable = Tables[0], greenTable = Tables[1], blueTable = Tables[2];
        for (int x = 0, i = 0; x < width; x++, i += RgbImage.Channels)
        {
            red[x] = redTable[rgb[i]];
            green[x] = greenTable[rgb[i + 1]];
            blue[x] = blueTable[rgb[i + 2]];
        }
    }

    private static float[] Table(int channel)
        => [.. Enumerable.Range(0, byte.MaxValue + 1).Select(value => ((value / 255f) - Mean[channel]) / StandardDeviation[channel])];
}
