using Dino.Core;
using Dino.Pipeline.Code;

namespace Dino.Repro.Tests.Runs;

public sealed class RememberedHashesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-hashes-").FullName;

    private string Store => Path.Combine(_root, "cache", "code.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Of_ALargeFile_IsReadOnce()
    {
        var file = Large("library", old: true);
        var hash = Hashes().Of(file);
        Assert.Equal(FileHash.Sha256(file), hash);

        // What the store says is believed: the file is not read.
        File.WriteAllText(Store, File.ReadAllText(Store).Replace(hash, new string('a', 64), StringComparison.Ordinal));
        Assert.Equal(new string('a', 64), Hashes().Of(file));
    }

    [SkippableTheory]
    [InlineData("content")]
    [InlineData("size")]
    [InlineData("replaced with its date kept")]
    public void Of_AChangedFile_IsReadAgain(string change)
    {
        var file = Large("library", old: true);
        var written = File.GetLastWriteTimeUtc(file);
        var before = Hashes().Of(file);
        switch (change)
        {
            case "content":
                Append(file, offset: 0);
                break;
            case "size":
                Append(file, new FileInfo(file).Length);
                File.SetLastWriteTimeUtc(file, written);
                break;
            default:
                var other = Large("other", old: false);
                Append(other, offset: 0);
                File.SetLastWriteTimeUtc(other, written);
                Skip.If(File.GetCreationTimeUtc(other) == File.GetCreationTimeUtc(file), "the file system does not tell");
                File.Move(other, file, overwrite: true);
                break;
        }

        var after = Hashes().Of(file);
        Assert.NotEqual(before, after);
        Assert.Equal(FileHash.Sha256(file), after);
    }

    [Fact]
    public void Of_AFileWrittenJustNow_IsNotRemembered()
    {
        Hashes().Of(Large("library", old: false));
        Assert.False(File.Exists(Store));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"FILE\": null}")]
    [InlineData("{\"FILE\": {\"Size\": 1, \"Sha256\": null}}")]
    public void Of_WithADamagedStore_ReadsTheFile(string content)
    {
        var file = Large("library", old: true);
        AtomicFile.WriteText(Store, content.Replace("FILE", file, StringComparison.Ordinal));
        Assert.Equal(FileHash.Sha256(file), Hashes().Of(file));
    }

    [Fact]
    public void Of_WithoutAPlaceForTheStore_ReadsTheFile()
    {
        File.WriteAllText(Path.Combine(_root, "cache"), "not a folder");
        var file = Large("library", old: true);
        Assert.Equal(FileHash.Sha256(file), Hashes().Of(file));
    }

    private static void Append(string file, long offset)
    {
        using var stream = File.OpenWrite(file);
        stream.Position = offset;
        stream.WriteByte(1);
    }

    private RememberedHashes Hashes() => new(Store, TimeProvider.System);

    /// <param name="old">Last written an hour ago.</param>
    private string Large(string name, bool old)
    {
        var path = Path.Combine(_root, name);
        using (var stream = File.Create(path))
        {
            stream.SetLength(16 << 20);
        }

        if (old)
        {
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddHours(-1));
        }

        return path;
    }
}
