using Dino.Data.Transforms;

namespace Dino.Data.Tests.Transforms;

public sealed class PixelNormalizationTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(77)]
    [InlineData(3)]
    public void Write_EveryByte_EqualsTheDivisionsOfTorchvisionToTheLastBit(int width)
    {
        float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
        const int Height = 2;
        for (var shift = 0; shift < 256; shift += width)
        {
            var rgb = new byte[width * 3];
            for (var i = 0; i < rgb.Length; i++)
            {
                rgb[i] = (byte)((i / 3) + (i % 3) + shift);
            }

            var pixels = new float[3 * Height * width];
            PixelNormalization.Write(rgb, 1, width, Height, pixels);

            for (var i = 0; i < rgb.Length; i++)
            {
                var (x, channel) = Math.DivRem(i, 3);
                Assert.Equal(((rgb[i] / 255f) - mean[channel]) / deviation[channel], pixels[(((channel * Height) + 1) * width) + x]);
            }

            Assert.All(pixels[..width], value => Assert.Equal(0, value));
        }
    }
}
