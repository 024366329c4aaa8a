using System.Diagnostics;

namespace Dino.Core.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-storage-").FullName;

    private string Target => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WriteVerified_Bytes_AreTheFile()
    {
        AtomicFile.WriteVerified(Target, stream =>
        {
            stream.Write([1, 2]);
            stream.Write(new byte[100_000]);
            stream.Write([3]);
        });
        byte[] expected = [1, 2, .. new byte[100_000], 3];
        Assert.Equal(expected, File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [SkippableFact]
    public void WriteVerified_WhenBytesAreLostOnTheWay_KeepsTheOldFile()
    {
        Skip.If(OperatingSystem.IsWindows(), "an open file cannot be damaged from outside there");
        AtomicFile.WriteText(Target, "old");
        var exception = Assert.Throws<IOException>(() => AtomicFile.WriteVerified(Target, stream =>
        {
            // More than any buffer holds back.
            stream.Write([.. Enumerable.Repeat((byte)7, 1 << 20)]);
            using var shell = Process.Start("sh", ["-c", $": > '{Directory.GetFiles(_folder, "*.tmp").Single()}'"]);
            shell.WaitForExit();
        }));
        Assert.Contains("read back", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_OfAWriterThatFails_KeepsTheOldFile()
    {
        AtomicFile.WriteText(Target, "old");
        Assert.Throws<IOException>(() => AtomicFile.WriteVerified(Target, stream =>
        {
            stream.Write("ne"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void DeleteLeftovers_OfAKilledWriter_LeavesTheRest()
    {
        var foreign = Path.Combine(_folder, "thesis.tmp");
        File.WriteAllText($"{Target}.7-{Guid.Empty:N}.tmp", "half");
        File.WriteAllText(Target, "whole");
        File.WriteAllText(foreign, "the user's");
        AtomicFile.DeleteLeftovers(_folder);
        Assert.Equal(new[] { Target, foreign }.Order(), Directory.GetFiles(_folder).Order());
    }
}
