using System.Text.Json;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Splitting;

public sealed class DatasetSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_NewFolder_MakesACocoDirOfAllImages()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 12);

        var split = DatasetSplit.Write(source, _folder.File("split"), new SplitOptions { Validation = 4 });

        var layout = CocoSource.Locate(_folder.File("split"));
        Assert.True(layout.IsSplit);
        var train = CocoDataset.Load(layout.Train!.AnnotationFile);
        var validation = CocoDataset.Load(layout.Validation!.AnnotationFile);
        Assert.Equal((8, 4), (train.Images.Count, validation.Images.Count));
        Assert.Equal(dataset.Images, train.Images.Concat(validation.Images).OrderBy(image => image.Id));
        Assert.Equal(dataset.Annotations, train.Annotations.Concat(validation.Annotations).OrderBy(annotation => annotation.Id));
        foreach (var image in split.Manifest.Images)
        {
            Assert.Equal(image.Sha256, FileHash.Sha256(Path.Combine(CocoSource.FromCocoDir(_folder.File("split"), image.Part).ImageFolder, image.FileName)));
        }
    }

    [Fact]
    public void Write_RecordsWithKeysOfTheirOwn_KeepsThem()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 4);
        var text = File.ReadAllText(source.AnnotationFile).Replace("\"segmentation\":[]", "\"segmentation\":[[1.50,2]],\"vis_ratio\":0.25", StringComparison.Ordinal);
        File.WriteAllText(source.AnnotationFile, "\uFEFF{\"info\":{\"year\":2017}," + text[1..]);

        DatasetSplit.Write(source, _folder.File("split"), new SplitOptions { Validation = 1 });

        var train = JsonDocument.Parse(File.ReadAllBytes(CocoSource.FromCocoDir(_folder.File("split"), "train").AnnotationFile)).RootElement;
        Assert.Equal(2017, train.GetProperty("info").GetProperty("year").GetInt32());
        Assert.All(train.GetProperty("annotations").EnumerateArray(), annotation =>
        {
            Assert.Equal(0.25, annotation.GetProperty("vis_ratio").GetDouble());
            Assert.Equal("[[1.50,2]]", annotation.GetProperty("segmentation").GetRawText());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_SameSplitAgain_IsReused(bool copy)
    {
        var (source, _) = SmallDataset.Write(_folder, 6);
        var options = new SplitOptions { Copy = copy };
        var first = DatasetSplit.Write(source, _folder.File("split"), options);

        var second = DatasetSplit.Write(source, _folder.File("split"), options);

        Assert.False(first.Reused);
        Assert.True(second.Reused);
        Assert.Null(first.Manifest.FirstDifference(second.Manifest));
    }

    [Fact]
    public void Write_DifferentSplitThere_RefusesAndLeavesIt()
    {
        var (source, _) = SmallDataset.Write(_folder, 6);
        DatasetSplit.Write(source, _folder.File("split"), new SplitOptions { Seed = 1 });
        var before = File.ReadAllText(_folder.File("split/split.json"));

        var error = Assert.Throws<BadInputException>(() => DatasetSplit.Write(source, _folder.File("split"), new SplitOptions { Seed = 2 }));

        Assert.Contains("holds a different split (seed 1, not 2)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.File("split/split.json")));
    }

    [Fact]
    public void Write_FolderWithOtherThings_Refuses()
    {
        var (source, _) = SmallDataset.Write(_folder, 6);
        _folder.Write("split/mine.txt", "x");

        Assert.Contains("is not empty", Assert.Throws<BadInputException>(() => DatasetSplit.Write(source, _folder.File("split"), new SplitOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ImageOfTheSplitChanged_SaysSo()
    {
        var (source, _) = SmallDataset.Write(_folder, 6);
        var options = new SplitOptions { Copy = true };
        var split = DatasetSplit.Write(source, _folder.File("split"), options);
        var changed = Directory.GetFiles(split.Train.ImageFolder)[0];
        File.AppendAllText(changed, "x");

        Assert.StartsWith(changed, Assert.Throws<BadInputException>(() => DatasetSplit.Write(source, _folder.File("split"), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MissingImage_NamesItAndLeavesNothing()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 6);
        File.Delete(Path.Combine(source.ImageFolder, dataset.Images[2].FileName));

        var error = Assert.Throws<FileNotFoundException>(() => DatasetSplit.Write(source, _folder.File("split"), new SplitOptions()));

        Assert.Contains("000003.png: no such image file", error.Message, StringComparison.Ordinal);
        Assert.Equal(["annotations.json", "images"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }
}
