using Dino.Data.Images;
using Dino.Data.Transforms;

namespace Dino.Data.Batching;

/// <summary>Samples of different sizes side by side, padded at the bottom and right to the largest height and width.</summary>
/// <param name="Pixels">[Batch, 3, Height, Width] row-major; 0 on padding, that is the mean colour.</param>
/// <param name="PaddingMask">[Batch, Height, Width]; true on padding.</param>
public sealed record PaddedBatch(float[] Pixels, bool[] PaddingMask, int Batch, int Height, int Width)
{
    /// <param name="samples">At least one. A single sample's pixels are shared, not copied.</param>
    public static PaddedBatch Create(IReadOnlyList<DetectionSample> samples)
    {
        if (samples.Count == 0)
        {
            throw new ArgumentException("no samples to make a batch of", nameof(samples));
        }

        var height = samples.Max(sample => sample.Height);
        var width = samples.Max(sample => sample.Width);
        if (samples.Count == 1)
        {
            return new PaddedBatch(samples[0].Pixels, new bool[height * width], 1, height, width);
        }

        var pixels = new float[checked(samples.Count * RgbImage.Channels * height * width)];
        var mask = new bool[samples.Count * height * width];
        Array.Fill(mask, true);
        for (var index = 0; index < samples.Count; index++)
        {
            CopyPixels(samples[index], pixels.AsSpan(index * RgbImage.Channels * height * width), height, width);
            for (var y = 0; y < samples[index].Height; y++)
            {
                mask.AsSpan((index * height * width) + (y * width), samples[index].Width).Clear();
            }
        }

        return new PaddedBatch(pixels, mask, samples.Count, height, width);
    }

    private static void CopyPixels(DetectionSample sample, Span<float> target, int height, int width)
    {
        for (var row = 0; row < RgbImage.Channels * sample.Height; row++)
        {
            var (channel, y) = Math.DivRem(row, sample.Height);
            sample.Pixels.AsSpan(row * sample.Width, sample.Width).CopyTo(target[(((channel * height) + y) * width)..]);
        }
    }
}
