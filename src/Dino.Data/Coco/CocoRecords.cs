using System.Text.Json;
using Dino.Core.Coco;

namespace Dino.Data.Coco;

/// <summary>Reads single records. The reader stands on the record's first token and ends on its last.</summary>
internal static class CocoRecords
{
    public static CocoImage ReadImage(ref Utf8JsonReader reader)
    {
        RequireObject(reader);
        long? id = null;
        string? fileName = null;
        long? width = null, height = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = CocoFields.Integer(ref reader, "id");
            }
            else if (reader.ValueTextEquals("file_name"u8))
            {
                fileName = CocoFields.Text(ref reader, "file_name");
            }
            else if (reader.ValueTextEquals("width"u8))
            {
                width = CocoFields.Integer(ref reader, "width");
            }
            else if (reader.ValueTextEquals("height"u8))
            {
                height = CocoFields.Integer(ref reader, "height");
            }
            else
            {
                CocoFields.Skip(ref reader);
            }
        }

        return new CocoImage(
            Require(id, "id"), fileName ?? throw Missing("file_name"), Size(Require(width, "width"), "width"), Size(Require(height, "height"), "height"));
    }

    public static CocoAnnotation ReadAnnotation(ref Utf8JsonReader reader)
    {
        RequireObject(reader);
        long? id = null, imageId = null, categoryId = null;
        BoxXyWh? box = null;
        double? area = null;
        bool isCrowd = false, ignore = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = CocoFields.Integer(ref reader, "id");
            }
            else if (reader.ValueTextEquals("image_id"u8))
            {
                imageId = CocoFields.Integer(ref reader, "image_id");
            }
            else if (reader.ValueTextEquals("category_id"u8))
            {
                categoryId = CocoFields.Integer(ref reader, "category_id");
            }
            else if (reader.ValueTextEquals("bbox"u8))
            {
                box = CocoFields.Box(ref reader, "bbox");
            }
            else if (reader.ValueTextEquals("area"u8))
            {
                area = CocoFields.Number(ref reader, "area");
            }
            else if (reader.ValueTextEquals("iscrowd"u8))
            {
                isCrowd = CocoFields.Flag(ref reader, "iscrowd");
            }
            else if (reader.ValueTextEquals("ignore"u8))
            {
                ignore = CocoFields.Flag(ref reader, "ignore");
            }
            else
            {
                CocoFields.Skip(ref reader);
            }
        }

        return new CocoAnnotation(
            Require(id, "id"), Require(imageId, "image_id"), Category(Require(categoryId, "category_id"), "category_id"), Require(box, "bbox"), Require(area, "area"), isCrowd, ignore);
    }

    public static CocoCategory ReadCategory(ref Utf8JsonReader reader)
    {
        RequireObject(reader);
        long? id = null;
        string? name = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = CocoFields.Integer(ref reader, "id");
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = CocoFields.Text(ref reader, "name");
            }
            else
            {
                CocoFields.Skip(ref reader);
            }
        }

        return new CocoCategory(Category(Require(id, "id"), "id"), name ?? throw Missing("name"));
    }

    /// <summary>The record's id for a message; null when it has none that can be read.</summary>
    public static long? FindId(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static void RequireObject(in Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new CocoFieldException($"is a JSON {CocoReader.Describe(reader.TokenType)}, expected an object");
        }
    }

    private static T Require<T>(T? value, string field)
        where T : struct => value ?? throw Missing(field);

    private static CocoFieldException Missing(string field) => new($"'{field}' is missing", field);

    private static int Size(long value, string field)
        => value is > 0 and <= int.MaxValue ? (int)value : throw new CocoFieldException($"'{field}' is {value}, expected a positive number of pixels");

    private static int Category(long value, string field)
        => value is >= 0 and <= int.MaxValue ? (int)value : throw new CocoFieldException($"'{field}' is {value}, expected 0 to {int.MaxValue}");
}
