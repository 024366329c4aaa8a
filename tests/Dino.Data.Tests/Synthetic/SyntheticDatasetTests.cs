using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using SkiaSharp;

namespace Dino.Data.Tests.Synthetic;

public sealed class SyntheticDatasetTests : IDisposable
{
    private const double SmallArea = 32 * 32;
    private const double LargeArea = 96 * 96;

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-synthetic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_SameOptions_SameAnnotationsAndPixels()
    {
        Write("a", new SyntheticOptions(5, 6, SyntheticStyle.Experiment));
        Write("b", new SyntheticOptions(5, 6, SyntheticStyle.Experiment));

        Assert.Equal(File.ReadAllBytes(At("a", "annotations.json")), File.ReadAllBytes(At("b", "annotations.json")));
        foreach (var name in new[] { "000001.jpg", "000004.jpg", "000006.jpg" })
        {
            Assert.Equal(PixelHash(At("a", "images", name)), PixelHash(At("b", "images", name)));
        }
    }

    /// <summary>The same on every machine and in every version; a change of the scenes that is meant renews the hash. Pixels are not hashed here: Skia's
    /// rasteriser rounds differently on other processors.</summary>
    [Theory]
    [InlineData(SyntheticStyle.Experiment, "207c5b61a03935d696ab237b2ee3cbd5bf346fc560c878fbfdfbbaaa056cc920")]
    [InlineData(SyntheticStyle.Pretraining, "6d08fad1222c77c0e56d38eb73202a2f3c9e89f127ad7dfeb0c6e320d0ea94dd")]
    public void Write_Annotations_HaveTheKnownHash(SyntheticStyle style, string sha256)
    {
        Write("set", new SyntheticOptions(Seed: 7, Images: 10, style));

        Assert.Equal(sha256, FileHash.Sha256(At("set", "annotations.json")));
    }

    [Fact]
    public void Write_MoreImages_KeepsTheFirstOnes()
    {
        var few = Write("few", new SyntheticOptions(5, 2, SyntheticStyle.Pretraining));
        var many = Write("many", new SyntheticOptions(5, 5, SyntheticStyle.Pretraining));

        Assert.Equal(few.Annotations, many.Annotations.Where(item => item.ImageId <= 2));
        Assert.Equal(FileHash.Sha256(At("few", "images", "000002.jpg")), FileHash.Sha256(At("many", "images", "000002.jpg")));
    }

    [Fact]
    public void Write_OtherSeed_OtherScenes()
    {
        var first = Write("a", new SyntheticOptions(5, 3, SyntheticStyle.Experiment));
        var second = Write("b", new SyntheticOptions(6, 3, SyntheticStyle.Experiment));

        Assert.Empty(first.Annotations.Select(item => item.Box).Intersect(second.Annotations.Select(item => item.Box)));
        Assert.NotEqual(PixelHash(At("a", "images", "000001.jpg")), PixelHash(At("b", "images", "000001.jpg")));
    }

    [Fact]
    public void Write_Experiment_CountsSizesAndBoxesAreAsPromised()
    {
        const int images = 60;
        var dataset = Write("set", new SyntheticOptions(1, images, SyntheticStyle.Experiment));

        Assert.Equal([new CocoCategory(1, "pedestrian")], dataset.Categories);
        Assert.Equal(images, dataset.Images.Count);
        Assert.Equal(Enumerable.Range(1, dataset.Annotations.Count).Select(id => (long)id), dataset.Annotations.Select(item => item.Id));
        Assert.All(dataset.Annotations, item => AssertInside(item, 320, 240));
        var perImage = dataset.Annotations.GroupBy(item => item.ImageId).Select(group => group.Count()).ToList();
        Assert.Equal(images, perImage.Count);
        Assert.InRange(perImage.Max(), 6, 9);
        Assert.InRange(perImage.Average(), 3, 5);
        Assert.InRange(Share(dataset, item => item.Area < SmallArea), 0.15, 0.35);
        Assert.InRange(Share(dataset, item => item.Area > LargeArea), 0.05, 0.2);
        Assert.True(dataset.Annotations.Max(item => item.Box.Height) > 180);
        Assert.True(dataset.Annotations.Min(item => item.Box.Height) < 30);
    }

    [Fact]
    public void Write_Pretraining_HasSixCategoriesInPlenty()
    {
        var dataset = Write("set", new SyntheticOptions(1, 120, SyntheticStyle.Pretraining));

        Assert.Equal(["person", "bicycle", "car", "tree", "street lamp", "dog"], dataset.Categories.Select(category => category.Name));
        Assert.All(dataset.Annotations, item => AssertInside(item, 320, 240));
        Assert.All(dataset.Categories, category => Assert.True(dataset.Annotations.Count(item => item.CategoryId == category.Id) >= 15, category.Name));
        Assert.True(dataset.Annotations.Count(item => item.CategoryId == 1) >= 80);
    }

    [Fact]
    public void Write_FilesReadBack_AsReturned()
    {
        var dataset = Write("set", new SyntheticOptions(3, 2, SyntheticStyle.Experiment, Width: 200, Height: 160));
        var read = CocoDataset.Load(At("set", "annotations.json"));

        Assert.Equal(dataset.Images, read.Images);
        Assert.Equal(dataset.Annotations, read.Annotations);
        using var picture = SKBitmap.Decode(At("set", "images", dataset.Images[1].FileName));
        Assert.Equal((200, 160), (picture.Width, picture.Height));
    }

    [Fact]
    public void Write_NoImages_IsRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Write("none", new SyntheticOptions(1, 0, SyntheticStyle.Experiment)));

    private static double Share(CocoDataset dataset, Func<CocoAnnotation, bool> predicate)
        => (double)dataset.Annotations.Count(predicate) / dataset.Annotations.Count;

    private static void AssertInside(CocoAnnotation item, int width, int height)
    {
        // Sums of numbers rounded to 0.01 miss the frame by rounding of doubles at most.
        const double rounding = 1e-9;
        var box = item.Box;
        Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= width + rounding && box.Y + box.Height <= height + rounding, $"{item}");
        Assert.True(box.Width >= 3 && box.Height >= 8, $"{item}");
        Assert.Equal(box.Width * box.Height, item.Area, tolerance: 1e-6); // rounded to 4 decimals, which a product of two-decimal sides has
        Assert.False(item.IsCrowd);
    }

    private static string PixelHash(string path)
    {
        using var picture = SKBitmap.Decode(path);
        return FileHash.Sha256(picture.GetPixelSpan());
    }

    private CocoDataset Write(string name, SyntheticOptions options) => SyntheticDataset.Write(At(name), options);

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);
}
