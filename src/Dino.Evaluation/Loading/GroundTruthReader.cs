using System.Text.Json;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Reads a COCO "instances" file: the ids of <c>images</c>, the ids and names of <c>categories</c>, the boxes of <c>annotations</c>.</summary>
internal static class GroundTruthReader
{
    public static CocoGroundTruth Read(string path) => JsonSource.Parse(path, (ref JsonStreamReader reader) =>
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw reader.Error(reader.TokenType == JsonTokenType.StartArray
                ? "expected an object with images, annotations and categories, found a list: are these the detections? (ground truth and detections swapped)"
                : "expected an object with images, annotations and categories");
        }

        var document = new GroundTruthBuilder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("images"u8))
            {
                document.StartImages();
                ReadList(ref reader, "images", document, ReadImage);
            }
            else if (reader.NameIs("annotations"u8))
            {
                document.StartAnnotations();
                ReadList(ref reader, "annotations", document, ReadAnnotation);
            }
            else if (reader.NameIs("categories"u8))
            {
                document.StartCategories();
                ReadList(ref reader, "categories", document, ReadCategory);
            }
            else
            {
                reader.SkipNext();
            }
        }

        reader.Read();
        return document.Missing is { } missing
            ? throw reader.Error($"no list \"{missing}\": expected an object with images, annotations and categories")
            : document.Build(path);
    });

    private delegate void RecordReader(ref JsonStreamReader reader, GroundTruthBuilder document, int index);

    private static void ReadList(ref JsonStreamReader reader, string name, GroundTruthBuilder document, RecordReader readRecord)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw reader.Error($"\"{name}\" must be a list");
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw reader.Error($"{name}[{index}] must be an object");
            }

            readRecord(ref reader, document, index);
        }
    }

    private static void ReadImage(ref JsonStreamReader reader, GroundTruthBuilder document, int index)
    {
        long? id = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = ReadId(ref reader, "images", index, "id");
            }
            else
            {
                reader.SkipNext();
            }
        }

        document.AddImage(id ?? throw reader.Error($"images[{index}]: no id"));
    }

    private static void ReadCategory(ref JsonStreamReader reader, GroundTruthBuilder document, int index)
    {
        long? id = null;
        string? name = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = ReadId(ref reader, "categories", index, "id");
            }
            else if (reader.NameIs("name"u8))
            {
                name = reader.ReadText();
            }
            else
            {
                reader.SkipNext();
            }
        }

        var known = id ?? throw reader.Error($"categories[{index}]: no id");
        document.AddCategory(known, name ?? FormattableString.Invariant($"category {known}"));
    }

    private static void ReadAnnotation(ref JsonStreamReader reader, GroundTruthBuilder document, int index)
    {
        long? id = null, imageId = null, categoryId = null;
        BoxXyWh? box = null;
        double? area = null;
        bool? isCrowd = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = ReadId(ref reader, "annotations", index, "id");
            }
            else if (reader.NameIs("image_id"u8))
            {
                imageId = ReadId(ref reader, "annotations", index, "image_id");
            }
            else if (reader.NameIs("category_id"u8))
            {
                categoryId = ReadId(ref reader, "annotations", index, "category_id");
            }
            else if (reader.NameIs("bbox"u8))
            {
                box = reader.TryReadBox(out var value)
                    ? value
                    : throw reader.Error($"annotations[{index}]: bbox must be four finite numbers x, y, width, height");
            }
            else if (reader.NameIs("area"u8))
            {
                area = reader.Read() && reader.TryGetFinite(out var value)
                    ? value
                    : throw reader.Error($"annotations[{index}]: area must be a finite number");
            }
            else if (reader.NameIs("iscrowd"u8))
            {
                isCrowd = reader.Read() && reader.TryGetFlag(out var value)
                    ? value
                    : throw reader.Error($"annotations[{index}]: iscrowd must be 0 or 1");
            }
            else
            {
                reader.SkipNext();
            }
        }

        var known = id ?? throw reader.Error($"annotations[{index}]: no id");
        document.AddAnnotation(
            known,
            imageId ?? throw reader.Error($"annotation {known}: no image_id"),
            categoryId ?? throw reader.Error($"annotation {known}: no category_id"),
            box ?? throw reader.Error($"annotation {known}: no bbox"),
            area ?? throw reader.Error($"annotation {known}: no area (pixels squared; width * height where there is no mask)"),
            isCrowd);
    }

    private static long ReadId(ref JsonStreamReader reader, string list, int index, string name)
        => reader.Read() && reader.TryGetId(out var value)
            ? value
            : throw reader.Error($"{list}[{index}]: {name} must be a whole number");
}
