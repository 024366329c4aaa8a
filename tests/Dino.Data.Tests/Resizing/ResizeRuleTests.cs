using Dino.Data.Resizing;

namespace Dino.Data.Tests.Resizing;

public sealed class ResizeRuleTests
{
    [Theory]
    [InlineData(640, 480, 800, 1333, 1066, 800)]
    [InlineData(1280, 720, 800, 1333, 1333, 750)]
    [InlineData(500, 375, 800, 1333, 1066, 800)]
    [InlineData(2000, 600, 800, 1333, 1333, 400)]
    [InlineData(333, 500, 608, 1333, 608, 912)]
    [InlineData(2400, 3, 800, 1333, 1600, 2)]
    [InlineData(800, 600, 600, 1333, 800, 600)]
    public void Apply_ExamplesOfTheReference_GivesItsSizes(int width, int height, int shortSide, int cap, int newWidth, int newHeight)
        => Assert.Equal((newWidth, newHeight), ResizeRule.Apply(width, height, shortSide, cap));

    [Fact]
    public void Apply_WithoutCap_KeepsTheShortSide() => Assert.Equal((2000, 600), ResizeRule.Apply(1000, 300, 600, maxSize: null));

    [Fact]
    public void Apply_AspectBeyondTwiceTheCap_StaysAtOnePixel() => Assert.Equal(1, ResizeRule.Apply(10000, 1, 800, 1333).Height);
}
