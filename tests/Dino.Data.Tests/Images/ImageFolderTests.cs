using Dino.Core;
using Dino.Data.Images;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ImageFolder _folder;

    public ImageFolderTests()
    {
        _temporary.Write("images/sub/a b.jpg", "");
        _temporary.Write("outside/secret.jpg", "");
        File.CreateSymbolicLink(_temporary.File("images/out.jpg"), _temporary.File("outside/secret.jpg"));
        File.CreateSymbolicLink(_temporary.File("images/in.jpg"), "sub/a b.jpg");
        Directory.CreateSymbolicLink(_temporary.File("images/outfolder"), "../outside");
        File.CreateSymbolicLink(_temporary.File("images/twice.jpg"), "outfolder/secret.jpg");
        File.CreateSymbolicLink(_temporary.File("images/loop.jpg"), "loop.jpg");
        _folder = new ImageFolder(_temporary.File("images"));
    }

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("sub/a b.jpg")]
    [InlineData("./sub//a b.jpg")]
    [InlineData("in.jpg")]
    public void Resolve_NameInside_GivesTheFile(string name)
        => Assert.EndsWith("images/sub/a b.jpg", Path.GetFullPath(_folder.Resolve(name)), StringComparison.Ordinal);

    [Theory]
    [InlineData("../outside/secret.jpg")]
    [InlineData("sub/../../outside/secret.jpg")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\outside\\secret.jpg")]
    [InlineData("out.jpg")]
    [InlineData("outfolder/secret.jpg")]
    [InlineData("twice.jpg")]
    [InlineData("loop.jpg")]
    public void Resolve_NameLeadingOut_IsRefused(string name)
    {
        var error = Assert.Throws<BadInputException>(() => _folder.Resolve(name));

        Assert.Contains($"file_name \"{name}\" leads out of the image folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NoSuchFile_NamesIt()
        => Assert.Contains("images/none.jpg: no such image file", Assert.Throws<FileNotFoundException>(() => _folder.Resolve("none.jpg")).Message, StringComparison.Ordinal);

    [Fact]
    public void Resolve_FolderItselfALink_Works()
    {
        Directory.CreateSymbolicLink(_temporary.File("alias"), _temporary.File("images"));

        Assert.True(new ImageFolder(_temporary.File("alias")).Contains("sub/a b.jpg"));
    }
}
