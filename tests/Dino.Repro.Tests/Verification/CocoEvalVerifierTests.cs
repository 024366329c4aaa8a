using System.Text.Json.Nodes;
using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;

namespace Dino.Repro.Tests.Verification;

public sealed class CocoEvalVerifierTests
{
    private static readonly string Case = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "12-exact-grid");

    [Fact]
    public void Run_StoredCase_PassesEveryRow()
    {
        var report = new CocoEvalVerifier().Run(Case, new VerificationOptions());

        Assert.Equal(7, report.Rows.Count);
        Assert.True(report.Passed);
    }

    [Theory]
    [InlineData("stats", "stats")]
    [InlineData("stats_useCats0", "stats_useCats0")]
    [InlineData("stats_every_second_image", "stats_every_second_image")]
    public void Run_NumberOff_FailsThatRowOnly(string key, string row)
        => AssertOnlyFails(row, expected => expected[key]![3] = expected[key]![3]!.GetValue<double>() + 1e-11);

    [Fact]
    public void Run_CategoryOff_FailsThatRowOnly()
        => AssertOnlyFails("per_category", expected => expected["per_category"]!.AsObject().First().Value![0] = 0.123);

    [Fact]
    public void Run_TableOff_FailsThatRowOnly()
        => AssertOnlyFails("recall table", expected => expected["sha256"]!["recall"] = new string('0', 64));

    [Fact]
    public void Run_NumbersMissing_FailsThatRowOnly()
        => AssertOnlyFails("stats", expected => expected.Remove("stats"));

    [Fact]
    public void Accepts_OtherFolder_IsFalse() => Assert.False(new CocoEvalVerifier().Accepts(RepositoryRoot.Path));

    private static void AssertOnlyFails(string row, Action<JsonObject> damage)
    {
        var folder = Directory.CreateTempSubdirectory("coco-eval-");
        try
        {
            foreach (var file in new[] { "gt.json", "dt.json" })
            {
                File.Copy(Path.Combine(Case, file), Path.Combine(folder.FullName, file));
            }

            var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Case, "expected.json")))!.AsObject();
            damage(expected);
            File.WriteAllText(Path.Combine(folder.FullName, "expected.json"), expected.ToJsonString());

            var report = new CocoEvalVerifier().Run(folder.FullName, new VerificationOptions());

            Assert.Equal([row], report.Rows.Where(entry => !entry.Passed).Select(entry => entry.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
