using System.Text.Json;
using Dino.Core;
using Dino.Data.Images;
using Dino.Data.Resizing;
using Dino.TestUtilities;

namespace Dino.Data.Tests.Resizing;

public sealed class ResizeFixtureTests
{
    private static readonly JsonElement Fixture = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "resize.json"))).RootElement;

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, item) in Fixture.GetProperty("cases").EnumerateArray().Index())
            {
                data.Add(index, $"{item.GetProperty("kind").GetString()} {item.GetProperty("width").GetInt32()}x{item.GetProperty("height").GetInt32()}");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_PillowFixture_IsEqualByteForByte(int index, string name)
    {
        var item = Fixture.GetProperty("cases")[index];
        var (width, height) = (item.GetProperty("width").GetInt32(), item.GetProperty("height").GetInt32());
        var source = name.StartsWith("noise", StringComparison.Ordinal) ? Noise(width, height) : Smooth(width, height);

        var size = ResizeRule.Apply(width, height, item.GetProperty("short_side").GetInt32(), item.GetProperty("cap").GetInt32());
        var resized = BilinearResize.Apply(source, size.Width, size.Height);

        Assert.Equal((item.GetProperty("new_width").GetInt32(), item.GetProperty("new_height").GetInt32()), size);
        Assert.Equal(item.GetProperty("sha256").GetString(), FileHash.Sha256(resized.Pixels));
    }

    private static RgbImage Noise(int width, int height)
    {
        var random = new SplitMix64(Fixture.GetProperty("seed").GetInt64(), $"{width}x{height}");
        var pixels = new byte[width * height * RgbImage.Channels];
        foreach (ref var value in pixels.AsSpan())
        {
            value = (byte)(256 * random.NextDouble());
        }

        return new RgbImage(pixels, width, height);
    }

    private static RgbImage Smooth(int width, int height)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = pixels.AsSpan(((y * width) + x) * RgbImage.Channels, RgbImage.Channels);
                pixel[0] = (byte)(((7 * x) + (3 * y)) % 256);
                pixel[1] = (byte)(((x * x / 97) + (5 * y)) % 256);
                pixel[2] = (byte)(((y * y / 61) + x) % 256);
            }
        }

        return new RgbImage(pixels, width, height);
    }
}
