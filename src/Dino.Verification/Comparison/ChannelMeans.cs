using System.Text.Json;
using Dino.Data.Images;

namespace Dino.Verification.Comparison;

/// <summary>Mean of each colour channel, which tells two pictures apart that should be nearly equal.</summary>
internal static class ChannelMeans
{
    /// <summary>Largest absolute difference to the three <paramref name="expected"/> means, in levels of 0 to 255.</summary>
    public static double Worst(RgbImage image, JsonElement expected)
    {
        var sums = new long[RgbImage.Channels];
        for (var index = 0; index < image.Pixels.Length; index++)
        {
            sums[index % RgbImage.Channels] += image.Pixels[index];
        }

        var pixels = (double)image.Width * image.Height;
        return sums.Select((sum, channel) => Math.Abs((sum / pixels) - expected[channel].GetDouble())).Aggregate(Math.Max);
    }
}
