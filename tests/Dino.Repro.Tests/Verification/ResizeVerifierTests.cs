using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;

namespace Dino.Repro.Tests.Verification;

public sealed class ResizeVerifierTests
{
    private static readonly string Fixture = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "resize.json");

    [Fact]
    public void Run_Fixture_Passes()
    {
        var (_, verifier) = Assert.Single(Verifiers.Find(Fixture));

        var report = verifier.Run(Fixture, new VerificationOptions());

        Assert.IsType<ResizeVerifier>(verifier);
        Assert.Equal(4 * 22, report.Rows.Count);
        Assert.All(report.Rows, row => Assert.True(row.Passed, row.Name));
    }

    [Theory]
    [InlineData("8c6859a2fc66", "8c6859a2fc67", "bytes")]
    [InlineData("\"new_width\": 1066", "\"new_width\": 1067", "size")]
    [InlineData("127.32348616322702", "127.33", "mean")]
    [InlineData("     65,\n", "     66,\n", "first pixels")]
    public void Run_OneNumberChanged_MissesThere(string number, string changed, string row)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("dino-resize-").FullName, "resize.json");
        var text = File.ReadAllText(Fixture);
        var at = text.IndexOf(number, StringComparison.Ordinal);
        File.WriteAllText(copy, text[..at] + changed + text[(at + number.Length)..]);

        var report = new ResizeVerifier().Run(copy, new VerificationOptions());

        Assert.EndsWith(row, Assert.Single(report.Rows, candidate => !candidate.Passed).Name, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
    }
}
