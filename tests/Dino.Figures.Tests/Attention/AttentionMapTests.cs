using Dino.Core;
using Dino.Core.Attention;
using Dino.Core.Coco;
using Dino.Figures.Attention;

namespace Dino.Figures.Tests.Attention;

public sealed class AttentionMapTests
{
    // Resized to twice the size, then padded to 720 x 512.
    private static readonly AttentionFrame Frame = new(320, 240, 640, 480, 720, 512);

    [Theory]
    [InlineData(80.5, 60.5)]
    [InlineData(250.5, 200.5)]
    [InlineData(2.5, 3.5)]
    public void Splat_AllWeightAtAKnownPlace_LightsUpThatPlace(double x, double y)
    {
        var map = AttentionMap.Splat(At(x, y), sigma: 4);

        Assert.Equal(map.Highest, map[(int)x, (int)y]);
        Assert.Equal(1 / (2 * Math.PI * 16), map.Highest, tolerance: 1e-6); // the Gaussian's peak in float32
        Assert.True(map[(int)x + 12, (int)y] < 0.02 * map.Highest);
    }

    [Fact]
    public void Splat_PointsInside_SumToOne()
    {
        var map = AttentionMap.Splat(At(150.3, 111.8), sigma: 5);

        // 1e-4: the tails that are cut off, and sums in float32.
        Assert.Equal(1, map.Values.Sum(value => (double)value), tolerance: 1e-4);
    }

    [Fact]
    public void Splat_PointsInThePadding_AreOutside()
    {
        var samples = At(0, 0) with { Locations = [.. Enumerable.Repeat(new[] { 0.98f, 0.5f }, 8).SelectMany(pair => pair)] };

        // x = 0.98 * 720 / 2 = 352.8, more than 4.5 sigmas to the right of the image.
        Assert.Equal(0, AttentionMap.Splat(samples, sigma: 5).Highest);
    }

    [Fact]
    public void Splat_OneHead_ShowsThatHeadOnly()
    {
        var (left, right) = (At(60.5, 100.5), At(260.5, 100.5));
        var mixed = left with { Locations = [.. left.Locations[..4], .. right.Locations[4..8], .. left.Locations[8..12], .. right.Locations[12..]] };

        Assert.Equal(0, AttentionMap.Splat(mixed, layer: 1, head: 0, sigma: 4)[260, 100]);
        Assert.Equal(AttentionMap.Splat(right, sigma: 4).Highest, AttentionMap.Splat(mixed, layer: 0, head: 1, sigma: 4)[260, 100], tolerance: 1e-8); // as below
        Assert.Equal(AttentionMap.Splat(left, sigma: 4).Highest / 2, AttentionMap.Splat(mixed, sigma: 4)[60, 100], tolerance: 1e-8); // sums in another order, rounded to float32
    }

    [Fact]
    public void Splat_ArraysOfTheWrongLength_AreRefused()
    {
        var error = Assert.Throws<BadInputException>(() => AttentionMap.Splat(At(1, 1) with { Weights = new float[7] }));

        Assert.Equal("attention of a test: 7 weights and 16 coordinates; expected 8 and 16", error.Message);
    }

    /// <summary>2 layers x 2 heads x 1 level x 2 points, all at one place of the original image.</summary>
    private static AttentionSamples At(double x, double y) => new()
    {
        Subject = "a test",
        Box = new BoxXyWh(x - 5, y - 5, 10, 10),
        Score = 0.9,
        Frame = Frame,
        Layers = 2,
        Heads = 2,
        Levels = 1,
        Points = 2,
        Locations = [.. Enumerable.Repeat(new[] { (float)(x * 2 / 720), (float)(y * 2 / 512) }, 8).SelectMany(pair => pair)],
        Weights = [0.25f, 0.75f, 0.5f, 0.5f, 1, 0, 0.4f, 0.6f],
    };
}
