using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        ref var redTable = ref MemoryMarshal.GetArrayDataReference(Tables[0]);
        ref var greenTable = ref MemoryMarshal.GetArrayDataReference(Tables[1]);
        ref var blueTable = ref MemoryMarshal.GetArrayDataReference(Tables[2]);
        ref var pixel = ref MemoryMarshal.GetReference(rgb[..(width * RgbImage.Channels)]);

        // A byte cannot index beyond a table of 256, which spares the bounds check.
        for (var x = 0; x < red.Length && x < green.Length && x < blue.Length; x++)
        {
            red[x] = Unsafe.Add(ref redTable, pixel);
            green[x] = Unsafe.Add(ref greenTable, Unsafe.Add(ref pixel, 1));
            blue[x] = Unsafe.Add(ref blueTable, Unsafe.Add(ref pixel, 2));
            pixel = ref Unsafe.Add(ref pixel, RgbImage.Channels);
        }
    }

    private static float[] Table(int channel)
        => [.. Enumerable.Range(0, byte.MaxValue + 1).Select(value => ((value / 255f) - Mean[channel]) / StandardDeviation[channel])];
}
