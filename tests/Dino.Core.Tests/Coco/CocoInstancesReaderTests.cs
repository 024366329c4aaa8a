using System.IO.Compression;
using System.Text;
using Dino.Core.Coco;

namespace Dino.Core.Tests.Coco;

public sealed class CocoInstancesReaderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("17", 17)]
    [InlineData("17.0", 17)]
    [InlineData("1.7e1", 17)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-5", -5)]
    public void Read_WholeNumberHoweverWritten_IsAnId(string text, long id)
        => Assert.Equal([$"image {id}  0x0"], Read($$"""{"images":[{"id":{{text}}}],"annotations":[],"categories":[]}""").Lines);

    [Fact]
    public void Read_Boxes_NeedsNothingElse()
    {
        var read = Read("""{"images":[{"id":1,"file_name":7}],"annotations":[{"id":1,"image_id":1,"category_id":-4,"bbox":[1,2,3,4],"area":5,"ignore":"x"}],"categories":[{"id":-4,"name":null}]}""");

        Assert.Equal(["image 1  0x0", "annotation 1 of 1, category -4, area 5, crowd , ignore False", "category -4 "], read.Lines);
    }

    [Theory]
    [InlineData("""{"images":[{"id":1,"file_name":7}]""", "images[0] (id 1): 'file_name' is 7, expected text that is not empty")]
    [InlineData("""{"categories":[{"id":-4,"name":"x"}]""", "categories[0] (id -4): 'id' is -4, expected 0 to 2147483647")]
    [InlineData("""{"categories":[{"id":4}]""", "categories[0] (id 4): 'name' is missing")]
    public void Read_Everything_NeedsMore(string json, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Read(json, CocoContent.Everything));

        Assert.Equal($"{_path}: {message}", error.Message);
    }

    [Fact]
    public void Read_ListTwice_BeginsAgain()
        => Assert.Equal(["image 2  0x0"], Read("""{"images":[{"id":1}],"annotations":[],"categories":[],"images":[{"id":2}]}""").Lines);

    /// <summary>Records of many lengths, so that a buffer ends at every place of a faulty one.</summary>
    [Fact]
    public void Read_FaultyRecordsInSeveralBuffers_AreLeftOut()
    {
        const int Records = 30_000;
        string[] faulty =
        [
            "7",
            """[[{"id":1}],2]""",
            """{"note":{"id":-1},"bbox":[1,[2],3,4],"id":ID,"image_id":1}""",
            """{"id":ID,"iscrowd":{"id":[3]},"image_id":1}""",
            """{"id":ID}""",
        ];
        var text = new StringBuilder("""{"images":[],"categories":[],"annotations":[""");
        for (var i = 0; i < Records; i++)
        {
            var pad = new string('x', i % 61);
            text.Append(i == 0 ? "" : ",").Append(i % 2 == 0
                ? $$"""{"pad":"{{pad}}","id":{{i}},"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0}"""
                : faulty[i / 2 % faulty.Length].Replace("ID", $"{i}", StringComparison.Ordinal));
        }

        var faults = new List<CocoRecordFault>();
        var read = Read(text.Append("]}").ToString(), CocoContent.Boxes, faults.Add);

        Assert.True(text.Length > 2 << 20, "the file should take several buffers");
        Assert.Equal(
            Enumerable.Range(0, Records / 2).Select(i => $"annotation {2 * i} of 1, category 1, area 12, crowd False, ignore False"),
            read.Lines);
        Assert.Equal(Enumerable.Range(0, Records / 2).Select(i => (2 * i) + 1), faults.Select(fault => fault.Index));
        Assert.Equal(
            Enumerable.Range(0, Records / 2).Select(i => i % faulty.Length < 2 ? (long?)null : (2 * i) + 1),
            faults.Select(fault => fault.Id));
        Assert.Equal("'bbox' is a JSON array, expected four finite numbers [x, y, width, height]", faults[2].Message);
        Assert.Equal("'iscrowd' is a JSON object, expected 0 or 1", faults[3].Message);
    }

    [Fact]
    public void Read_Gzipped_IsToldByItsContent()
    {
        using (var zip = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
        {
            zip.Write("""{"images":[{"id":1}],"annotations":[],"categories":[]}"""u8);
        }

        Assert.Equal(["image 1  0x0"], Read(CocoContent.Boxes).Lines);
        Assert.Equal((byte)'{', CocoFile.ReadJson(_path).Span[0]);
    }

    [Fact]
    public void ReadJson_ByteOrderMark_IsLeftOut()
    {
        File.WriteAllText(_path, "{}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("{}"u8.ToArray(), CocoFile.ReadJson(_path).ToArray());
    }

    [Fact]
    public void ReadJson_DamagedGzip_NamesTheFile()
    {
        File.WriteAllBytes(_path, [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Assert.StartsWith($"{_path}: damaged gzip data", Assert.Throws<BadInputException>(() => CocoFile.ReadJson(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteInstances_WhatWasRead_WritesItAgain()
    {
        const string Text = """{"images":[{"file_name":"ä.jpg","height":2,"width":1,"id":5}],"annotations":[{"segmentation":[],"area":0.1,"iscrowd":1,"ignore":1,"image_id":5,"bbox":[1,2,3.5,1E-300],"category_id":3,"id":7}],"categories":[{"id":3,"name":"x"}]}""";
        File.WriteAllText(_path, Text);
        var copy = _path + ".copy";
        try
        {
            CocoWriter.WriteInstances(copy, target => CocoInstancesReader.Read(_path, CocoContent.Everything, target));

            Assert.Equal(Text, File.ReadAllText(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private Records Read(string json, CocoContent content = CocoContent.Boxes, Action<CocoRecordFault>? onFault = null)
    {
        File.WriteAllText(_path, json);
        return Read(content, onFault);
    }

    private Records Read(CocoContent content, Action<CocoRecordFault>? onFault = null)
    {
        var records = new Records();
        CocoInstancesReader.Read(_path, content, records, onFault);
        return records;
    }

    private sealed class Records : ICocoInstances
    {
        public List<string> Lines { get; } = [];

        public void BeginImages() => Lines.RemoveAll(line => line.StartsWith("image", StringComparison.Ordinal));

        public void BeginAnnotations() => Lines.RemoveAll(line => line.StartsWith("annotation", StringComparison.Ordinal));

        public void BeginCategories() => Lines.RemoveAll(line => line.StartsWith("category", StringComparison.Ordinal));

        public void AddImage(long id, string fileName, int width, int height) => Lines.Add($"image {id} {fileName} {width}x{height}");

        public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd, bool ignore)
            => Lines.Add(FormattableString.Invariant($"annotation {id} of {imageId}, category {categoryId}, area {area}, crowd {isCrowd}, ignore {ignore}"));

        public void AddCategory(long id, string? name) => Lines.Add($"category {id} {name}");
    }
}
