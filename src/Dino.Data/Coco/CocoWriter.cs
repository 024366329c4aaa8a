using System.Text.Encodings.Web;
using System.Text.Json;
using Dino.Core;

namespace Dino.Data.Coco;

/// <summary>Writes a COCO document.</summary>
internal static class CocoWriter
{
    // File names stay readable; the text goes to a JSON file, never into HTML.
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(CocoDataset dataset, string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        WriteSection(json, "images", dataset.Images, WriteImage);
        WriteSection(json, "annotations", dataset.Annotations, WriteAnnotation);
        WriteSection(json, "categories", dataset.Categories, WriteCategory);
        json.WriteEndObject();
    });

    private static void WriteSection<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> records, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
        {
            json.WriteStartObject();
            write(json, record);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter json, CocoImage image)
    {
        json.WriteString("file_name", image.FileName);
        json.WriteNumber("height", image.Height);
        json.WriteNumber("width", image.Width);
        json.WriteNumber("id", image.Id);
    }

    private static void WriteAnnotation(Utf8JsonWriter json, CocoAnnotation annotation)
    {
        json.WriteStartArray("segmentation");
        json.WriteEndArray();
        json.WriteNumber("area", annotation.Area);
        json.WriteNumber("iscrowd", annotation.IsCrowd ? 1 : 0);
        if (annotation.Ignore)
        {
            json.WriteNumber("ignore", 1);
        }

        json.WriteNumber("image_id", annotation.ImageId);
        json.WriteStartArray("bbox");
        json.WriteNumberValue(annotation.Box.X);
        json.WriteNumberValue(annotation.Box.Y);
        json.WriteNumberValue(annotation.Box.Width);
        json.WriteNumberValue(annotation.Box.Height);
        json.WriteEndArray();
        json.WriteNumber("category_id", annotation.CategoryId);
        json.WriteNumber("id", annotation.Id);
    }

    private static void WriteCategory(Utf8JsonWriter json, CocoCategory category)
    {
        json.WriteNumber("id", category.Id);
        json.WriteString("name", category.Name);
    }
}
