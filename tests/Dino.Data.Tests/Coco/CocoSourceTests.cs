using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Coco;

public sealed class CocoSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Locate_ImagesAndAnnotations_IsWhole()
    {
        _folder.Write("images/a.jpg", "");
        var annotations = _folder.Write("annotations.json", "");

        var layout = CocoSource.Locate(_folder.Path);

        Assert.Equal(new CocoSource(annotations, _folder.File("images")), layout.Whole);
        Assert.False(layout.IsSplit);
    }

    [Fact]
    public void Locate_CocoDir_IsSplit()
    {
        foreach (var part in new[] { "train", "val" })
        {
            _folder.Write($"{part}2017/a.jpg", "");
            _folder.Write($"annotations/instances_{part}2017.json", "");
        }

        var layout = CocoSource.Locate(_folder.Path);

        Assert.True(layout.IsSplit);
        Assert.Equal([CocoSource.FromCocoDir(_folder.Path, "train"), CocoSource.FromCocoDir(_folder.Path, "val")], layout.Sources);
    }

    [Fact]
    public void Locate_ImageFolderAndFile_TakesBoth()
    {
        _folder.Write("pictures/a.jpg", "");
        var annotations = _folder.Write("b.json", "");

        Assert.Equal(new CocoSource(annotations, _folder.File("pictures")), CocoSource.Locate(_folder.File("pictures"), annotations).Whole);
    }

    [Fact]
    public void Locate_FolderThatIsNotCoco_SaysWhatWasExpected()
    {
        var error = Assert.Throws<BadInputException>(() => CocoSource.Locate(_folder.Path));

        Assert.StartsWith($"{_folder.Path}: not a COCO dataset; expected", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Locate_NothingThere_Throws() => Assert.Throws<DirectoryNotFoundException>(() => CocoSource.Locate(_folder.File("no")));
}
