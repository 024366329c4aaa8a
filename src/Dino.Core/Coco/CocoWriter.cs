using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dino.Core.Coco;

/// <summary>Writes COCO files atomically, as pycocotools reads them: keys in COCO's order, every number reads back to the same double.</summary>
public static class CocoWriter
{
    private const int FlushAt = 1 << 16;

    /// <summary>File names stay readable: the text goes to a JSON file, never into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an "instances" document of what <paramref name="write"/> sends: each section once, its records behind it. <c>segmentation</c> is
    /// an empty list, as in box-only datasets.</summary>
    public static void WriteInstances(string path, Action<ICocoInstances> write) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        var target = new Instances(json);
        json.WriteStartObject();
        write(target);
        target.EndSection();
        json.WriteEndObject();
    });

    /// <summary>Writes a results list of what <paramref name="write"/> sends.</summary>
    public static void WriteResults(string path, Action<CocoResult> write) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartArray();
        write((imageId, categoryId, box, score) =>
        {
            json.WriteStartObject();
            json.WriteNumber("image_id"u8, imageId);
            json.WriteNumber("category_id"u8, categoryId);
            WriteBox(json, box);
            json.WriteNumber("score"u8, score);
            EndRecord(json);
        });
        json.WriteEndArray();
    });

    private static void WriteBox(Utf8JsonWriter json, BoxXyWh box)
    {
        json.WriteStartArray("bbox"u8);
        json.WriteNumberValue(box.X);
        json.WriteNumberValue(box.Y);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
    }

    private static void EndRecord(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        if (json.BytesPending > FlushAt)
        {
            json.Flush();
        }
    }

    private sealed class Instances(Utf8JsonWriter json) : ICocoInstances
    {
        private bool _isInSection;

        public void BeginImages() => Begin("images");

        public void BeginAnnotations() => Begin("annotations");

        public void BeginCategories() => Begin("categories");

        public void AddImage(long id, string fileName, int width, int height)
        {
            json.WriteStartObject();
            json.WriteString("file_name"u8, fileName);
            json.WriteNumber("height"u8, height);
            json.WriteNumber("width"u8, width);
            json.WriteNumber("id"u8, id);
            EndRecord(json);
        }

        public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd, bool ignore)
        {
            json.WriteStartObject();
            json.WriteStartArray("segmentation"u8);
            json.WriteEndArray();
            json.WriteNumber("area"u8, area);
            json.WriteNumber("iscrowd"u8, isCrowd is true ? 1 : 0);
            if (ignore)
            {
                json.WriteNumber("ignore"u8, 1);
            }

            json.WriteNumber("image_id"u8, imageId);
            WriteBox(json, box);
            json.WriteNumber("category_id"u8, categoryId);
            json.WriteNumber("id"u8, id);
            EndRecord(json);
        }

        public void AddCategory(long id, string? name)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, id);
            json.WriteString("name"u8, name);
            EndRecord(json);
        }

        public void EndSection()
        {
            if (_isInSection)
            {
                json.WriteEndArray();
            }

            _isInSection = false;
        }

        private void Begin(string section)
        {
            EndSection();
            json.WriteStartArray(section);
            _isInSection = true;
        }
    }
}
