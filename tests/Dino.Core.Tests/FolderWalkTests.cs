namespace Dino.Core.Tests;

public sealed class FolderWalkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("walk-").FullName;

    public FolderWalkTests()
    {
        Directory.CreateDirectory(In("a/b"));
        foreach (var name in new[] { "1", "a/2", "a/b/3" })
        {
            File.WriteAllText(In(name), "");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_LinksToWhereTheyLie_GivesEachFileOnce()
    {
        Directory.CreateSymbolicLink(In("x"), ".");
        Directory.CreateSymbolicLink(In("y"), ".");
        Directory.CreateSymbolicLink(In("a/b/up"), "../..");

        Assert.Equal(["1", "a/2", "a/b/3"], Files());
    }

    [Fact]
    public void Files_TwoLinksToAFolderElsewhere_EntersItOnce()
    {
        var elsewhere = Directory.CreateTempSubdirectory("walk-");
        File.WriteAllText(Path.Combine(elsewhere.FullName, "4"), "");
        Directory.CreateSymbolicLink(In("p"), elsewhere.FullName);
        Directory.CreateSymbolicLink(In("q"), In("p"));

        Assert.Equal(["1", "a/2", "a/b/3", "p/4"], Files());
        elsewhere.Delete(recursive: true);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void Files_Depth_BoundsHowFarItGoes(int depth, int count)
        => Assert.Equal(count, FolderWalk.Files(_folder, depth).Count());

    private string In(string name) => Path.Combine(_folder, name);

    private IEnumerable<string> Files()
        => FolderWalk.Files(_folder).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal);
}
