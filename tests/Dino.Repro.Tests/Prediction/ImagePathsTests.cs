using Dino.Core;
using Dino.Repro.Prediction;

namespace Dino.Repro.Tests.Prediction;

public sealed class ImagePathsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-paths-").FullName;

    public ImagePathsTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub", "deep"));
        foreach (var name in new[] { "b.jpg", "a.PNG", "notes.txt", "sub/c.jpg", "sub/deep/d.jpg" })
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_Folder_TakesItsPicturesByName() => Assert.Equal(["a.PNG", "b.jpg"], Of(""));

    [Fact]
    public void Of_Patterns_TakeWhatMatches()
    {
        Assert.Equal(["b.jpg"], Of("*.jpg"));
        Assert.Equal(["sub/c.jpg"], Of("sub/*"));
        Assert.Equal(["b.jpg", "sub/c.jpg", "sub/deep/d.jpg"], Of("**/*.jpg"));
    }

    [Fact]
    public void Of_PatternOverLinksInCircles_TakesEachFileOnce()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub", "x"), ".");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub", "y"), "..");

        Assert.Equal(["b.jpg", "sub/c.jpg", "sub/deep/d.jpg"], Of("**/*.jpg"));
    }

    [Fact]
    public void Of_SameFileTwice_TakesItOnce() => Assert.Equal(["b.jpg", "missing.jpg"], Of("b.jpg", "missing.jpg", "*.jpg"));

    [Theory]
    [InlineData("*.gif", "matches no file")]
    [InlineData("none/*.gif", "matches no file")]
    [InlineData("sub/deep/..", null)]
    [InlineData("empty", "has no pictures")]
    public void Of_NothingThere_IsSaid(string argument, string? expected)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        if (expected is null)
        {
            Assert.Single(Of(argument));
        }
        else
        {
            Assert.Contains(expected, Assert.Throws<BadInputException>(() => Of(argument)).Message, StringComparison.Ordinal);
        }
    }

    private IEnumerable<string> Of(params string[] arguments)
        => ImagePaths.Of(arguments.Select(argument => Path.Combine(_folder, argument))).Select(path => Path.GetRelativePath(_folder, Path.GetFullPath(path)).Replace('\\', '/'));
}
