using System.IO.Compression;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Coco;

public sealed class CocoDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_UnusualButValidFile_ReadsEveryRecord()
    {
        var dataset = Load("""
            { "licenses": [{"id": 1}], "categories": [{"supercategory": "x", "name": "naïve 人", "id": 7}],
              "annotations": [
                { "bbox": [1, 2.5, 3e1, 4], "id": 900100520707, "image_id": 5000000000, "category_id": 7.0, "iscrowd": true, "area": 10,
                  "segmentation": {"counts": [1, 2, {"id": 3}], "size": [1, 2]}, "vis_ratio": 0.5 },
                { "segmentation": [[1, 2, 3]], "id": 2, "image_id": 5000000000, "category_id": 7, "iscrowd": 0.0, "ignore": 1, "area": 1.5, "bbox": [0,0,1,1] } ],
              "images": [{"height": 480, "width": 640.0, "id": 5000000000, "file_name": "sub folder/ä.jpg", "coco_url": null}], "info": {} }
            """);

        Assert.Equal([new CocoImage(5_000_000_000, "sub folder/ä.jpg", 640, 480)], dataset.Images);
        Assert.Equal([new CocoCategory(7, "naïve 人")], dataset.Categories);
        Assert.Equal(
            [
                new CocoAnnotation(900_100_520_707, 5_000_000_000, 7, new BoxXyWh(1, 2.5, 30, 4), 10, IsCrowd: true),
                new CocoAnnotation(2, 5_000_000_000, 7, new BoxXyWh(0, 0, 1, 1), 1.5, IsCrowd: false, Ignore: true),
            ],
            dataset.Annotations);
    }

    [Theory]
    [InlineData("""{"id": 17, "image_id": 1, "category_id": 1, "area": 1, "bbox": [1, 2, 3]}""", "annotations[0] (id 17): 'bbox' is a JSON array, expected four finite numbers [x, y, width, height]")]
    [InlineData("""{"bbox": [1, 2, "3", 4], "image_id": 1, "category_id": 1, "area": 1, "id": 17}""", "annotations[0] (id 17): 'bbox' is a JSON array, expected four")]
    [InlineData("""{"id": 17, "category_id": 1, "area": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'image_id' is missing")]
    [InlineData("""{"id": 17, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'area' is missing")]
    [InlineData("""{"id": 1.5, "image_id": 1, "category_id": 1, "area": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0]: 'id' is 1.5, expected a whole number")]
    [InlineData("""{"id": 17, "image_id": "a", "category_id": 1, "area": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'image_id' is \"a\", expected a whole number")]
    [InlineData("""{"id": 17, "image_id": 1, "category_id": -1, "area": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'category_id' is -1, expected 0 to")]
    [InlineData("""{"id": 17, "image_id": 1, "category_id": 1, "area": 1e999, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'area' is 1e999, expected a finite number")]
    [InlineData("""{"id": 17, "iscrowd": "no", "image_id": 1, "category_id": 1, "area": 1, "bbox": [1, 2, 3, 4]}""", "annotations[0] (id 17): 'iscrowd' is \"no\", expected 0 or 1")]
    [InlineData("17", "annotations[0]: is a JSON number, expected an object")]
    public void Load_BadAnnotation_NamesFileRecordAndExpectation(string annotation, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Load($$"""{"images": [], "categories": [], "annotations": [{{annotation}}]}"""));

        Assert.StartsWith(_folder.File("a.json") + ": " + message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("""{"id": 3, "width": 0, "height": 4, "file_name": "a"}""", "images[0] (id 3): 'width' is 0, expected a positive number of pixels")]
    [InlineData("""{"id": 3, "width": 4, "height": 4, "file_name": ""}""", "images[0] (id 3): 'file_name' is \"\", expected text")]
    [InlineData("""{"id": 3, "width": 4, "height": 4}""", "images[0] (id 3): 'file_name' is missing")]
    public void Load_BadImage_NamesFileRecordAndExpectation(string image, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Load($$"""{"images": [{{image}}], "categories": [], "annotations": []}"""));

        Assert.StartsWith(_folder.File("a.json") + ": " + message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not valid JSON at line 1, byte 1")]
    [InlineData("{\"images\": [],\n \"annotations\": [nonsense]}", "not valid JSON at line 2")]
    [InlineData("""{"images": [], "annotations": [], "categories": []} trailing""", "not valid JSON")]
    [InlineData("""{"images": [], "annotations": [""", "not valid JSON")]
    [InlineData("[]", "is a JSON array; expected a COCO object")]
    [InlineData("""{"images": [], "categories": []}""", "has no 'annotations'")]
    [InlineData("""{"images": {}, "categories": [], "annotations": []}""", "'images' is a JSON object, expected an array")]
    public void Load_NotCoco_SaysWhatWasExpected(string json, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Load(json));

        Assert.StartsWith(_folder.File("a.json") + ": " + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_NamesIt() => Assert.StartsWith(
        "/nowhere.json: no such file", Assert.Throws<FileNotFoundException>(() => CocoDataset.Load("/nowhere.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Save_ThenLoad_GivesTheSameRecords()
    {
        var dataset = new CocoDataset(
            [new CocoImage(long.MaxValue, "ü 1.jpg", 3, 4)],
            [new CocoAnnotation(1, long.MaxValue, 2, new BoxXyWh(0.1, 1e-300, 1.0 / 3, 12345678.9), Math.PI, IsCrowd: true, Ignore: true)],
            [new CocoCategory(2, "\"quoted\"")]);

        dataset.Save(_folder.File("b.json"));
        var loaded = CocoDataset.Load(_folder.File("b.json"));

        Assert.Equal(dataset.Images, loaded.Images);
        Assert.Equal(dataset.Annotations, loaded.Annotations);
        Assert.Equal(dataset.Categories, loaded.Categories);
    }

    /// <summary>What evaluation accepts, training accepts too.</summary>
    [Theory]
    [InlineData("2", true)]
    [InlineData("0.0", false)]
    [InlineData("false", false)]
    public void Load_AnyCrowdFlagOfPycocotools_IsRead(string flag, bool expected)
    {
        var annotation = $$"""{"id": 1, "image_id": 1, "category_id": 1, "area": 1, "bbox": [1, 2, 3, 4], "iscrowd": {{flag}}}""";

        var dataset = Load($$"""{"images": [], "categories": [], "annotations": [{{annotation}}]}""");

        Assert.Equal(expected, Assert.Single(dataset.Annotations).IsCrowd);
    }

    [Fact]
    public void Load_Gzipped_IsToldByItsContent()
    {
        using (var zip = new GZipStream(File.Create(_folder.File("a.json")), CompressionLevel.Fastest))
        {
            zip.Write("""{"images": [], "annotations": [], "categories": [{"id": 3, "name": "x"}]}"""u8);
        }

        Assert.Equal([new CocoCategory(3, "x")], CocoDataset.Load(_folder.File("a.json")).Categories);
    }

    private CocoDataset Load(string json) => CocoDataset.Load(_folder.Write("a.json", json));
}
