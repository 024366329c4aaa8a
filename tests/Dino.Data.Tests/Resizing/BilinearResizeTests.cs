using CsCheck;
using Dino.Data.Images;
using Dino.Data.Resizing;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Resizing;

public sealed class BilinearResizeTests
{
    private static readonly Gen<int> Side = Gen.Int[1, 70];

    [Fact]
    public void Apply_AnySizes_EqualsThePlainLoops() => Gen.Select(Side, Side, Side, Side).Sample(
        (width, height, newWidth, newHeight) =>
        {
            var source = SmallDataset.Noise(width, height, seed: width);
            return PlainResize.Apply(source, newWidth, newHeight).Pixels.AsSpan().SequenceEqual(BilinearResize.Apply(source, newWidth, newHeight).Pixels);
        },
        iter: 300);

    [Theory]
    [InlineData(4000, 2, 1, 2)]
    [InlineData(3, 2500, 3, 7)]
    [InlineData(1, 1, 900, 3)]
    public void Apply_ExtremeRatios_EqualsThePlainLoops(int width, int height, int newWidth, int newHeight)
    {
        var source = SmallDataset.Noise(width, height, seed: 1);

        Assert.Equal(PlainResize.Apply(source, newWidth, newHeight).Pixels, BilinearResize.Apply(source, newWidth, newHeight).Pixels);
    }

    [Fact]
    public void Apply_White_StaysWhite() => Side.Select(Side, Side).Sample(
        (width, newWidth, height) =>
        {
            var white = new byte[width * height * RgbImage.Channels];
            Array.Fill(white, byte.MaxValue);
            return Array.TrueForAll(BilinearResize.Apply(new RgbImage(white, width, height), newWidth, height + 1).Pixels, value => value == byte.MaxValue);
        },
        iter: 100);

    [Fact]
    public void Apply_SameSize_GivesTheSamePicture()
    {
        var source = SmallDataset.Noise(20, 10, seed: 1);

        Assert.Same(source, BilinearResize.Apply(source, 20, 10));
    }
}
