using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Tests.Synthetic.Scenes;

public sealed class CameraLookTests
{
    private static readonly CameraLook Look = CameraLook.Surveillance(new SplitMix64(1, "look"));

    [Fact]
    public void Apply_Colours_ArePaler()
    {
        var (red, green) = (Centre(new SKColor(200, 60, 60)), Centre(new SKColor(60, 200, 60)));
        var contrast = (red.Red - red.Green) - (green.Red - green.Green);

        Assert.InRange(contrast, 1, 0.6 * 2 * (200 - 60));
    }

    [Fact]
    public void Apply_Grey_TurnsGreenish()
    {
        var grey = Centre(new SKColor(128, 128, 128));

        Assert.True(grey.Green > grey.Red && grey.Green > grey.Blue, $"{grey}");
    }

    [Fact]
    public void Apply_Corners_AreDarkerThanTheCentre()
    {
        using var picture = Filled(new SKColor(128, 128, 128));
        Look.Apply(picture);

        Assert.True(picture.GetPixel(0, 0).Green < picture.GetPixel(32, 24).Green);
    }

    [Fact]
    public void Apply_Night_IsExposedLongerAndStaysDarkerThanDay()
    {
        var night = Centre(new SKColor(30, 30, 30));
        var day = Centre(new SKColor(128, 128, 128));

        Assert.True(night.Green > 80, $"{night}; without exposure contrast and tint alone give about 60");
        Assert.True(night.Green < day.Green, $"{night}, {day}");
    }

    private static SKColor Centre(SKColor color)
    {
        using var picture = Filled(color);
        Look.Apply(picture);
        return picture.GetPixel(32, 24);
    }

    private static SKBitmap Filled(SKColor color)
    {
        var picture = new SKBitmap(new SKImageInfo(64, 48, SKColorType.Rgba8888, SKAlphaType.Opaque));
        picture.Erase(color);
        return picture;
    }
}
