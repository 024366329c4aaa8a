using Dino.TestUtilities.Snapshots;

namespace Dino.TestUtilities.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Match_NothingVerifiedYet_FailsAndLeavesTheReceivedText()
    {
        var error = Assert.Throws<SnapshotMismatchException>(() => Match("a 1.0"));

        Assert.StartsWith("TableTests.Format_embedded.verified.txt does not exist", error.Message, StringComparison.Ordinal);
        Assert.Equal("a 1.0", File.ReadAllText(Received));
    }

    [Fact]
    public void Match_CloseNumbers_PassAndRemoveTheReceivedText()
    {
        File.WriteAllText(Verified, "a 1.0\r\n");
        Assert.Throws<SnapshotMismatchException>(() => Match("a 1.2\n"));

        Match("a 1.005\n");

        Assert.False(File.Exists(Received));
        Assert.Equal("a 1.0\r\n", File.ReadAllText(Verified));
    }

    [Fact]
    public void Match_ManyDifferences_ShowsTheFirstFiveAndTheirNumber()
    {
        File.WriteAllText(Verified, string.Join('\n', Enumerable.Range(0, 9).Select(line => $"line {line} value 1.0")));

        var error = Assert.Throws<SnapshotMismatchException>(() => Match(string.Join('\n', Enumerable.Range(0, 9).Select(line => $"line {line} value {(line < 2 ? 1 : 2)}.0"))));

        Assert.Contains("7 lines differ\n  line 3: 2 instead of 1, off by 1, allowed 0.01\n    verified: line 2 value 1.0\n    received: line 2 value 2.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 7:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 8:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Received, error.Message, StringComparison.Ordinal);
    }

    private string Verified => Path.Combine(_folder, "TableTests.Format_embedded.verified.txt");

    private string Received => Path.Combine(_folder, "TableTests.Format_embedded.received.txt");

    private void Match(string text) => Snapshot.Match(text, new NumericTolerance(0.01), "embedded", file: Path.Combine(_folder, "TableTests.cs"), test: "Format");
}
