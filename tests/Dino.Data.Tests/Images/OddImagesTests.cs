using System.Text.Json;
using Dino.Core;
using Dino.Data.Images;
using Dino.TestUtilities;

namespace Dino.Data.Tests.Images;

/// <summary>Pictures outside the happy path against what Pillow makes of them (<c>odd-images/expected.json</c>).</summary>
public sealed class OddImagesTests
{
    // Pillow fails on it for a reason of its own (its block size), and its README accepts the pixels of the same picture instead.
    private const string ArithmeticCoded = "arithmetic.jpg";
    private const string SamePictureAsArithmetic = "baseline-rgb.jpg";

    [SkippableFact]
    public void Decode_EveryOddImage_IsPillowsPixelsOrARefusal()
    {
        Skip.If(RepositoryRoot.Shared is null, "no shared folder beside the repository");
        var folder = Path.Combine(RepositoryRoot.Shared, "data", "odd-images");
        var images = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement.GetProperty("images");
        var hashes = images.EnumerateArray().ToDictionary(
            image => image.GetProperty("file").GetString()!, image => image.TryGetProperty("rgb_sha256", out var hash) ? hash.GetString() : null);
        hashes[ArithmeticCoded] = hashes[SamePictureAsArithmetic];

        Assert.Equal(32, hashes.Count);
        Assert.All(hashes, image =>
        {
            var path = Path.Combine(folder, image.Key);
            if (image.Value is null)
            {
                Assert.StartsWith(path, Assert.Throws<BadInputException>(() => ImageDecoder.Decode(path)).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(image.Value, FileHash.Sha256(ImageDecoder.Decode(path).Pixels));
            }
        });
    }
}
