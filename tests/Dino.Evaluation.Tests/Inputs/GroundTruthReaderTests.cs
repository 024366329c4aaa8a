using Dino.Core;

namespace Dino.Evaluation.Tests.Inputs;

public sealed class GroundTruthReaderTests : IDisposable
{
    private const string Annotation = """{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Document_KeepsWhatEvaluationNeeds()
    {
        var groundTruth = Read(
            """{"info":{"a":[1]},"categories":[{"id":90,"name":"z\u00e4h"},{"id":3}],"images":[{"id":5,"width":1},{"id":-2}],"annotations":[{"iscrowd":true,"area":7,"bbox":[1,2,3,4],"category_id":3,"image_id":5,"id":8}]}""");

        Assert.Equal([-2, 5], groundTruth.ImageIds.ToArray());
        Assert.Equal([3, 90], groundTruth.CategoryIds.ToArray());
        Assert.Equal(["category 3", "zäh"], groundTruth.CategoryNames.ToArray());
        Assert.Equal(7, groundTruth.Areas[0]);
        Assert.True(groundTruth.IsCrowd[0]);
        Assert.Empty(groundTruth.Warnings);
    }

    [Theory]
    [InlineData("[]", "is a JSON array; expected a COCO object with images, annotations and categories: are these the detections?")]
    [InlineData("3", "is a JSON number; expected a COCO object with images, annotations and categories")]
    [InlineData("""{"annotations":[],"categories":[]}""", "has no 'images'; expected a COCO object")]
    [InlineData("""{"images":[],"categories":[]}""", "has no 'annotations'; expected a COCO object")]
    [InlineData("""{"images":[],"annotations":[]}""", "has no 'categories'; expected a COCO object")]
    [InlineData("""{"images":{}}""", "'images' is a JSON object, expected an array")]
    [InlineData("""{"images":[1]}""", "images[0]: is a JSON number, expected an object")]
    [InlineData("""{"images":[{"id":1},{"name":"x"}]}""", "images[1]: 'id' is missing")]
    [InlineData("""{"categories":[{"id":"one"}]}""", "categories[0]: 'id' is \"one\", expected a whole number")]
    [InlineData("""{"annotations":[{"id":4,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]}""", "annotations[0] (id 4): 'area' is missing; expected pixels squared")]
    [InlineData("""{"annotations":[{"id":4,"image_id":1,"category_id":1,"area":2}]}""", "annotations[0] (id 4): 'bbox' is missing")]
    [InlineData("""{"annotations":[{"id":4,"category_id":1,"bbox":[1,2,3,4],"area":2}]}""", "annotations[0] (id 4): 'image_id' is missing")]
    [InlineData("""{"annotations":[{"bbox":[1,2,3,4],"area":2}]}""", "annotations[0]: 'id' is missing")]
    [InlineData("""{"annotations":[{"id":4,"bbox":[]}]}""", "annotations[0] (id 4): 'bbox' is a JSON array, expected four finite numbers")]
    [InlineData("""{"annotations":[{"id":4,"iscrowd":"no"}]}""", "annotations[0] (id 4): 'iscrowd' is \"no\", expected 0 or 1")]
    [InlineData("""{"annotations":[{"id":4,"area":null}]}""", "annotations[0] (id 4): 'area' is a JSON null, expected a finite number")]
    public void Load_BadContent_NamesFileRecordAndExpectation(string json, string expected)
    {
        var exception = Assert.Throws<BadInputException>(() => Read(json));

        Assert.StartsWith(_folder.PathOf("gt.json") + ": ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ANNOTATION", """{"id":1},{"id":1}""", "1 images repeat an id; each id counts once")]
    [InlineData("""{"id":2,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12}""", """{"id":1}""", "1 annotations have no iscrowd (pycocotools stops there); taken as 0")]
    [InlineData("""{"id":2,"image_id":9,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0}""", """{"id":1}""", "1 annotations name an image_id that is not in images; they are left out")]
    [InlineData("""{"id":2,"image_id":1,"category_id":9,"bbox":[1,2,3,4],"area":12,"iscrowd":0}""", """{"id":1}""", "1 annotations name a category_id that is not in categories; they are left out")]
    [InlineData("ANNOTATION,ANNOTATION", """{"id":1}""", "1 annotations repeat an id; as in pycocotools the last one with an id stands for all of them")]
    public void Load_OddContent_WarnsWithCounts(string annotations, string images, string warning)
    {
        var text = $$"""{"images":[{{images}}],"annotations":[{{annotations.Replace("ANNOTATION", Annotation, StringComparison.Ordinal)}}],"categories":[{"id":1}]}""";

        Assert.Equal([warning], Read(text).Warnings.ToArray());
    }

    [Fact]
    public void Load_ListTwice_TakesTheLast()
        => Assert.Equal([2], Read("""{"images":[{"id":1}],"annotations":[],"categories":[],"images":[{"id":2}]}""").ImageIds.ToArray());

    private CocoGroundTruth Read(string json) => CocoGroundTruth.Load(_folder.Write("gt.json", json));
}
