using System.Text.Json;
using Dino.Core;
using Dino.Data.Images;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;

namespace Dino.Verification;

/// <summary><c>odd-images/expected.json</c>: what Pillow makes of unusual image files. Lossless formats have to be equal; JPEG and WebP decoders may
/// differ by some levels at chroma edges, so their means are compared; what Pillow refuses has to be refused.</summary>
public sealed class OddImagesVerifier : IVerifier
{
    private const string ExpectedFile = "expected.json";

    /// <summary>Levels of 0 to 255: another inverse DCT or chroma upsampling moves a mean by less, a wrong colour model by far more.</summary>
    private const double MeanLimit = 0.5;

    /// <summary>Pillow refuses it only because of its block size; its pixels, where a decoder reads it, are those of <see cref="SamePicture"/>.</summary>
    private const string ArithmeticCoded = "arithmetic.jpg";

    private const string SamePicture = "baseline-rgb.jpg";

    public bool Accepts(string path) => FixtureJson.StartsWithKey(Expected(path), "rgb_layout");

    public VerificationReport Run(string path, VerificationOptions options) => FixtureJson.Read(Expected(path), root =>
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(Expected(path)))!;
        var images = root.GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("file").GetString()!);
        return new VerificationReport(path, "odd-images", [.. images.Select(image => Compare(folder, image.Key, image.Value, images))]);
    });

    private static string Expected(string path) => Directory.Exists(path) ? Path.Combine(path, ExpectedFile) : path;

    private static VerificationRow Compare(string folder, string file, JsonElement expected, Dictionary<string, JsonElement> images)
    {
        var mustFail = expected.TryGetProperty("error", out _);
        RgbImage image;
        try
        {
            image = ImageDecoder.Decode(new ImageFolder(folder).Resolve(file));
        }
        catch (BadInputException)
        {
            return mustFail ? new VerificationRow(file, 0, 0, "refused", true) : new VerificationRow(file, double.NaN, 0, "read", false);
        }

        if (mustFail && file != ArithmeticCoded)
        {
            return new VerificationRow(file, double.NaN, 0, "refused", false);
        }

        return ComparePixels(file, image, mustFail ? images[SamePicture] : expected);
    }

    private static VerificationRow ComparePixels(string file, RgbImage image, JsonElement expected)
    {
        var sameSize = image.Width == expected.GetProperty("rgb_width").GetInt32() && image.Height == expected.GetProperty("rgb_height").GetInt32();
        if (expected.GetProperty("format").GetString() is "JPEG" or "MPO" or "WEBP")
        {
            var error = sameSize ? ChannelMeans.Worst(image, expected.GetProperty("rgb_mean")) : double.NaN;
            return new VerificationRow(file, error, MeanLimit, "mean", error <= MeanLimit);
        }

        var equal = sameSize && expected.GetProperty("rgb_sha256").GetString() == FileHash.Sha256(image.Pixels);
        return new VerificationRow(file, equal ? 0 : double.NaN, 0, "equal", equal);
    }
}
