using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;

namespace Dino.Repro.Tests.Verification;

public sealed class OddImagesVerifierTests
{
    [SkippableFact]
    public void Run_OddImages_Passes()
    {
        Skip.If(RepositoryRoot.Shared is null, "no shared folder beside the repository");
        var folder = Path.Combine(RepositoryRoot.Shared, "data", "odd-images");

        var report = Assert.IsType<OddImagesVerifier>(Assert.Single(Verifiers.Find(folder)).Verifier).Run(folder, new VerificationOptions());

        Assert.Equal(32, report.Rows.Count);
        Assert.Equal(5, report.Rows.Count(row => row.Measure == "refused"));
        Assert.All(report.Rows, row => Assert.True(row.Passed, row.Name));
    }

    [Fact]
    public void Run_ReadableWhereARefusalIsExpected_Misses()
    {
        var folder = Directory.CreateTempSubdirectory("dino-odd-").FullName;
        const string OnePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        File.WriteAllBytes(Path.Combine(folder, "a.png"), Convert.FromBase64String(OnePixel));
        File.WriteAllText(Path.Combine(folder, "b.png"), "text");
        File.WriteAllText(Path.Combine(folder, "expected.json"), """
            {"rgb_layout": "", "images": [
              {"file": "a.png", "error": "OSError"},
              {"file": "b.png", "format": "PNG", "rgb_width": 1, "rgb_height": 1, "rgb_sha256": ""}]}
            """);

        var report = new OddImagesVerifier().Run(Path.Combine(folder, "expected.json"), new VerificationOptions());

        Assert.All(report.Rows, row => Assert.False(row.Passed, row.Name));
        Directory.Delete(folder, recursive: true);
    }
}
