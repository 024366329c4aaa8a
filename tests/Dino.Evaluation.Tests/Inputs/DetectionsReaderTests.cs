using System.IO.Compression;
using System.Text;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation.Tests.Inputs;

public sealed class DetectionsReaderTests : IDisposable
{
    private const string Valid = """{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":0.5}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_OtherFieldsAndKeyOrder_DoNotMatter()
    {
        var detections = Read("""[{"score":5e-1,"id":3,"segmentation":[[1,2],{"counts":[1]}],"bbox":[1.5,-2,3.0,4e2],"area":null,"category_id":2.0,"image_id":4294967296}]""");

        Assert.Equal(0.5, detections.Scores[0]);
        Assert.Equal(new BoxXyWh(1.5, -2, 3, 400), detections.Boxes[0]);
        Assert.Equal(4294967296, detections.ImageIds[0]);
        Assert.Equal(2, detections.CategoryIds[0]);
    }

    [Fact]
    public void Load_KeyTwice_TakesTheLast()
        => Assert.Equal(0.25, Read(Valid.Replace("}", ",\"score\":0.25}", StringComparison.Ordinal).Insert(0, "[") + "]").Scores[0]);

    [Fact]
    public void Load_ByteOrderMark_IsPassedOver() => Assert.Equal(1, Read("\uFEFF[" + Valid + "]").Count);

    [Fact]
    public void Load_EmptyList_HasNoDetections() => Assert.Equal(0, Read("[]").Count);

    [Theory]
    [InlineData("""{"images":[],"annotations":[]}""", "expected a list of detections, found an object: is this the ground truth?")]
    [InlineData("7", "expected a list of detections")]
    [InlineData("[7]", "detection 0 (counted from 0): expected an object")]
    [InlineData("""[VALID,{"image_id":1,"category_id":2,"score":0.5}]""", "detection 1 (counted from 0): no bbox")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,4]}]""", "detection 0 (counted from 0): no score")]
    [InlineData("""[{"category_id":2,"bbox":[1,2,3,4],"score":1}]""", "no image_id")]
    [InlineData("""[{"image_id":1,"bbox":[1,2,3,4],"score":1}]""", "no category_id")]
    [InlineData("""[{"image_id":"a","category_id":2,"bbox":[1,2,3,4],"score":1}]""", "image_id must be a whole number")]
    [InlineData("""[{"image_id":1.5,"category_id":2,"bbox":[1,2,3,4],"score":1}]""", "image_id must be a whole number")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3],"score":1}]""", "bbox must be four finite numbers")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,4,5],"score":1}]""", "bbox must be four finite numbers")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,1e999],"score":1}]""", "bbox must be four finite numbers")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":"1"}]""", "score must be a finite number")]
    [InlineData("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":NaN}]""", "not valid JSON")]
    [InlineData("[VALID", "not valid JSON")]
    [InlineData("[VALID]]", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void Load_BadContent_NamesFileRecordAndExpectation(string json, string expected)
    {
        var exception = Assert.Throws<BadInputException>(() => Read(json.Replace("VALID", Valid, StringComparison.Ordinal)));

        Assert.StartsWith(_folder.PathOf("dt.json") + ": ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Load_NoFile_SaysSo()
        => Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => CocoDetections.Load(_folder.PathOf("none.json"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_Gzipped_IsToldByItsContent()
    {
        File.WriteAllBytes(_folder.PathOf("dt.json"), Gzip($"[{Valid}]"));

        Assert.Equal(1, CocoDetections.Load(_folder.PathOf("dt.json")).Count);
    }

    [Fact]
    public void Load_DamagedGzip_NamesTheFile()
    {
        var bytes = Gzip("[" + string.Join(',', Enumerable.Repeat(Valid, 1000)) + "]");
        bytes[20] ^= 0x55;
        File.WriteAllBytes(_folder.PathOf("dt.json"), bytes);

        var exception = Assert.Throws<BadInputException>(() => CocoDetections.Load(_folder.PathOf("dt.json")));

        Assert.StartsWith(_folder.PathOf("dt.json"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileOfSeveralBuffers_ReadsEveryRecord()
    {
        // 2 MB in records of many lengths, then a text longer than the buffer: tokens end up on every side of a buffer's end.
        const int Records = 16_000;
        var text = new StringBuilder("[");
        for (var i = 0; i < Records; i++)
        {
            text.Append(FormattableString.Invariant($$"""{"image_id":{{i}},"note":"{{new string('x', i % 53)}}","category_id":{{i % 7}},"bbox":[{{i / 3.0}},2,3,4],"score":{{i / 7.0}}},"""));
        }

        text.Append($$"""{"long":"{{new string('y', 3 << 20)}}",""").Append(Valid.AsSpan(1)).Append(']');

        var detections = Read(text.ToString());

        Assert.Equal(Records + 1, detections.Count);
        Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), detections.ImageIds.Take(Records));
        Assert.Equal(Enumerable.Range(0, Records).Select(i => i / 3.0), detections.Boxes.Take(Records).Select(box => box.X));
        Assert.Equal(Enumerable.Range(0, Records).Select(i => i / 7.0), detections.Scores.Take(Records));
    }

    [Fact]
    public void Save_AnyDoubles_ReadBackToTheSameBits()
    {
        var builder = new CocoDetectionsBuilder();
        builder.Add(1, 1, new BoxXyWh(0.1, 1 / 3.0, (float)0.7, 1e-300), 0.30000000000000004);
        builder.Add(-3, 90, new BoxXyWh(5, -0.5, 1e15, 123456789.123), 1);
        var saved = builder.Build();

        saved.Save(_folder.PathOf("saved.json"));
        var read = CocoDetections.Load(_folder.PathOf("saved.json"));

        Assert.Equal(saved.ImageIds.ToArray(), read.ImageIds.ToArray());
        Assert.Equal(saved.CategoryIds.ToArray(), read.CategoryIds.ToArray());
        Assert.Equal(saved.Boxes.ToArray(), read.Boxes.ToArray());
        Assert.Equal(saved.Scores.ToArray(), read.Scores.ToArray());
    }

    private CocoDetections Read(string json) => CocoDetections.Load(_folder.Write("dt.json", json));

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
