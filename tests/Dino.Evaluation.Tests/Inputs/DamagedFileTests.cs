using Dino.TestUtilities;

namespace Dino.Evaluation.Tests.Inputs;

/// <summary>COCO files with random damage; longer with DINO_FUZZ_SECONDS.</summary>
public sealed class DamagedFileTests
{
    [Theory]
    [InlineData("02-person-40")]
    [InlineData("10-json-quirks")]
    public void Load_DamagedGroundTruth_ReadsOrRefuses(string name)
        => Assert.True(Fuzz.Run(Fixture(name, "gt.json"), path => CocoGroundTruth.Load(path)) > 0);

    [Theory]
    [InlineData("02-person-40")]
    [InlineData("10-json-quirks")]
    public void Load_DamagedDetections_ReadsOrRefuses(string name)
        => Assert.True(Fuzz.Run(Fixture(name, "dt.json"), path => CocoDetections.Load(path)) > 0);

    /// <summary>Seeds that once ended in something else than a refusal.</summary>
    [Theory]
    [InlineData("10-json-quirks", 1355)] // a text that is not UTF-8
    public void Load_GroundTruthOfAKnownSeed_IsRefused(string name, long seed)
        => Fuzz.One(Fixture(name, "gt.json"), seed, path => CocoGroundTruth.Load(path));

    [Fact]
    public void Load_DamagedGzip_ReadsOrRefuses()
    {
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write(Fixture("02-person-40", "dt.json"));
        }

        Assert.True(Fuzz.Run(packed.ToArray(), path => CocoDetections.Load(path)) > 0);
    }

    private static byte[] Fixture(string name, string file)
        => File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", name, file));
}
