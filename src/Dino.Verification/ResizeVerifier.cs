using System.Text.Json;
using Dino.Core;
using Dino.Data.Images;
using Dino.Data.Resizing;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;

namespace Dino.Verification;

/// <summary><c>resize.json</c>: Pillow's 8-bit BILINEAR under DINO's size rule, as hashes of the RGB bytes.</summary>
public sealed class ResizeVerifier : IVerifier
{
    /// <summary>Of a mean over pixels that are equal: another order of additions of some million bytes.</summary>
    private const double MeanLimit = 1e-9;

    public bool Accepts(string path) => FixtureJson.StartsWithKey(path, "noise") && FixtureJson.StartsWithKey(path, "smooth");

    public VerificationReport Run(string path, VerificationOptions options) => FixtureJson.Read(path, root =>
    {
        var seed = root.GetProperty("seed").GetInt64();
        return new VerificationReport(path, "resize", [.. root.GetProperty("cases").EnumerateArray().SelectMany(item => Compare(item, seed))]);
    });

    private static IEnumerable<VerificationRow> Compare(JsonElement item, long seed)
    {
        var (width, height) = (item.GetProperty("width").GetInt32(), item.GetProperty("height").GetInt32());
        var kind = item.GetProperty("kind").GetString();
        var source = kind switch
        {
            "noise" => Noise(width, height, seed),
            "smooth" => Smooth(width, height),
            _ => throw new FormatException($"kind is \"{kind}\", expected noise or smooth"),
        };
        var size = ResizeRule.Apply(width, height, item.GetProperty("short_side").GetInt32(), item.GetProperty("cap").GetInt32());
        var resized = BilinearResize.Apply(source, size.Width, size.Height);

        var name = $"{kind} {width}x{height} to {size.Width}x{size.Height}";
        var sameSize = size == (item.GetProperty("new_width").GetInt32(), item.GetProperty("new_height").GetInt32());
        yield return Equal($"{name}: size", sameSize ? 0 : double.NaN);
        yield return Equal($"{name}: bytes", item.GetProperty("sha256").GetString() == FileHash.Sha256(resized.Pixels) ? 0 : double.NaN);
        yield return Equal($"{name}: first pixels", FirstPixels(item.GetProperty("first_rgb"), resized));
        var mean = ChannelMeans.Worst(resized, item.GetProperty("mean"));
        yield return new VerificationRow($"{name}: mean", mean, MeanLimit, "absolute", mean <= MeanLimit);
    }

    private static VerificationRow Equal(string name, double error) => new(name, error, 0, "equal", error == 0);

    private static double FirstPixels(JsonElement expected, RgbImage image) => expected.EnumerateArray()
        .SelectMany(pixel => pixel.EnumerateArray())
        .Select((value, index) => (double)Math.Abs(value.GetInt32() - image.Pixels[index]))
        .Max();

    /// <summary>floor(256 u) of the stream "width x height", row by row.</summary>
    private static RgbImage Noise(int width, int height, long seed)
    {
        var random = new SplitMix64(seed, $"{width}x{height}");
        var pixels = new byte[width * height * RgbImage.Channels];
        foreach (ref var value in pixels.AsSpan())
        {
            value = (byte)(256 * random.NextDouble());
        }

        return new RgbImage(pixels, width, height);
    }

    /// <summary>Three slanted ramps that wrap at 256.</summary>
    private static RgbImage Smooth(int width, int height)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var index = 0; index < width * height; index++)
        {
            var (y, x) = Math.DivRem(index, width);
            pixels[index * RgbImage.Channels] = (byte)((7 * x) + (3 * y));
            pixels[(index * RgbImage.Channels) + 1] = (byte)((x * x / 97) + (5 * y));
            pixels[(index * RgbImage.Channels) + 2] = (byte)((y * y / 61) + x);
        }

        return new RgbImage(pixels, width, height);
    }
}
