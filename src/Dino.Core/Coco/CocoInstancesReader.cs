using System.Text.Json;

namespace Dino.Core.Coco;

/// <summary>Reads a COCO "instances" document in one forward pass through a small buffer: instances_train2017.json has 448 MB. Extra keys, any
/// order of keys and any form of segmentation are accepted. An id may be any 64-bit integer, also written as 17.0; <c>iscrowd</c> may be a boolean or a
/// number, which is true unless 0, as in pycocotools.</summary>
public sealed class CocoInstancesReader
{
    private readonly CocoContent _content;
    private readonly ICocoInstances _target;
    private readonly Action<CocoRecordFault> _onFault;

    private CocoInstancesReader(CocoContent content, ICocoInstances target, Action<CocoRecordFault> onFault)
        => (_content, _target, _onFault) = (content, target, onFault);

    /// <summary>Hands every record of a file, plain or gzipped, to <paramref name="target"/>.</summary>
    /// <param name="onFault">Called for each unreadable record, which is then left out; null to stop at the first one.</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not JSON, not COCO, or, without <paramref name="onFault"/>, a record lacks a field; the message names
    /// file, record and expectation.</exception>
    public static void Read(string path, CocoContent content, ICocoInstances target, Action<CocoRecordFault>? onFault = null)
    {
        var document = new CocoInstancesReader(content, target, onFault ?? (fault => throw fault.ToException(path)));
        CocoFile.Parse(path, "a COCO annotation file", document.ReadDocument);
    }

    private delegate void RecordReader(ref JsonStreamReader reader, ref long? id);

    private void ReadDocument(ref JsonStreamReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            var hint = reader.TokenType == JsonTokenType.StartArray
                ? ": are these the detections? (ground truth and detections swapped)"
                : "";
            throw reader.Error($"is a JSON {reader.Kind()}; expected a COCO object with images, annotations and categories{hint}");
        }

        bool hasImages = false, hasAnnotations = false, hasCategories = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("images"u8))
            {
                hasImages = true;
                _target.BeginImages();
                ReadSection(ref reader, "images", ReadImage);
            }
            else if (reader.NameIs("annotations"u8))
            {
                hasAnnotations = true;
                _target.BeginAnnotations();
                ReadSection(ref reader, "annotations", ReadAnnotation);
            }
            else if (reader.NameIs("categories"u8))
            {
                hasCategories = true;
                _target.BeginCategories();
                ReadSection(ref reader, "categories", ReadCategory);
            }
            else
            {
                reader.SkipNext();
            }
        }

        // Reading on finds text after the closing brace.
        reader.Read();
        var missing = !hasImages ? "images" : !hasAnnotations ? "annotations" : !hasCategories ? "categories" : null;
        if (missing is not null)
        {
            throw reader.Error($"has no '{missing}'; expected a COCO object with images, annotations and categories");
        }
    }

    private void ReadSection(ref JsonStreamReader reader, string section, RecordReader read)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw reader.Error($"'{section}' is a JSON {reader.Kind()}, expected an array");
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var depth = reader.Depth;
            long? id = null;
            try
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw new CocoFieldException($"is a JSON {reader.Kind()}, expected an object");
                }

                read(ref reader, ref id);
            }
            catch (CocoFieldException error)
            {
                id ??= FindId(ref reader, depth);
                _onFault(new CocoRecordFault(section, index, id, error.Message, error.MissingField));
                while (IsInside(reader, depth))
                {
                    reader.Read();
                }
            }
        }
    }

    private void ReadImage(ref JsonStreamReader reader, ref long? id)
    {
        string? fileName = null;
        long? width = null, height = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = Whole(ref reader, "id");
            }
            else if (_content == CocoContent.Boxes)
            {
                reader.SkipNext();
            }
            else if (reader.NameIs("file_name"u8))
            {
                fileName = Text(ref reader, "file_name");
            }
            else if (reader.NameIs("width"u8))
            {
                width = Whole(ref reader, "width");
            }
            else if (reader.NameIs("height"u8))
            {
                height = Whole(ref reader, "height");
            }
            else
            {
                reader.SkipNext();
            }
        }

        var known = Require(id, "id");
        if (_content == CocoContent.Boxes)
        {
            _target.AddImage(known, "", 0, 0);
            return;
        }

        _target.AddImage(
            known,
            fileName ?? throw Missing("file_name"),
            Size(Require(width, "width"), "width"),
            Size(Require(height, "height"), "height"));
    }

    private void ReadAnnotation(ref JsonStreamReader reader, ref long? id)
    {
        long? imageId = null, categoryId = null;
        BoxXyWh? box = null;
        double? area = null;
        bool? isCrowd = null;
        var ignore = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = Whole(ref reader, "id");
            }
            else if (reader.NameIs("image_id"u8))
            {
                imageId = Whole(ref reader, "image_id");
            }
            else if (reader.NameIs("category_id"u8))
            {
                categoryId = Whole(ref reader, "category_id");
            }
            else if (reader.NameIs("bbox"u8))
            {
                box = Box(ref reader, "bbox");
            }
            else if (reader.NameIs("area"u8))
            {
                area = reader.Read() && reader.TryGetFinite(out var value) ? value : throw Wrong(reader, "area", "a finite number");
            }
            else if (reader.NameIs("iscrowd"u8))
            {
                isCrowd = Flag(ref reader, "iscrowd");
            }
            else if (_content == CocoContent.Everything && reader.NameIs("ignore"u8))
            {
                ignore = Flag(ref reader, "ignore");
            }
            else
            {
                reader.SkipNext();
            }
        }

        // The area comes last, so that nothing else is wrong with a record that lacks it.
        _target.AddAnnotation(
            Require(id, "id"),
            Require(imageId, "image_id"),
            Category(Require(categoryId, "category_id"), "category_id"),
            Require(box, "bbox"),
            Require(area, "area"),
            isCrowd,
            ignore);
    }

    private void ReadCategory(ref JsonStreamReader reader, ref long? id)
    {
        string? name = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("id"u8))
            {
                id = Whole(ref reader, "id");
            }
            else if (reader.NameIs("name"u8))
            {
                name = _content == CocoContent.Everything ? Text(ref reader, "name") : reader.ReadText();
            }
            else
            {
                reader.SkipNext();
            }
        }

        var known = Category(Require(id, "id"), "id");
        _target.AddCategory(known, name is null && _content == CocoContent.Everything ? throw Missing("name") : name);
    }

    /// <summary>The id in the rest of a record, for a message; null when there is none that can be read.</summary>
    private static long? FindId(ref JsonStreamReader reader, int depth)
    {
        while (IsInside(reader, depth))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.Depth == depth + 1 && reader.NameIs("id"u8))
            {
                return reader.Read() && reader.TryGetId(out var id) ? id : null;
            }

            reader.Read();
        }

        return null;
    }

    /// <summary>Whether the record that began at this depth has not ended.</summary>
    private static bool IsInside(in JsonStreamReader reader, int depth)
        => reader.Depth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;

    private static long Whole(ref JsonStreamReader reader, string field)
        => reader.Read() && reader.TryGetId(out var value) ? value : throw Wrong(reader, field, "a whole number of at most 64 bits");

    private static bool Flag(ref JsonStreamReader reader, string field)
        => reader.Read() && reader.TryGetFlag(out var value) ? value : throw Wrong(reader, field, "0 or 1");

    private static string Text(ref JsonStreamReader reader, string field)
        => reader.Read() && reader.TryGetText(out var text) && text.Length > 0 ? text : throw Wrong(reader, field, "text that is not empty");

    private static BoxXyWh Box(ref JsonStreamReader reader, string field)
    {
        const string Expectation = "four finite numbers [x, y, width, height]";
        reader.Read();
        return reader.TokenType != JsonTokenType.StartArray ? throw Wrong(reader, field, Expectation)
            : reader.TryReadBox(out var box) ? box
            : throw new CocoFieldException($"'{field}' is a JSON array, expected {Expectation}");
    }

    private static int Size(long value, string field)
        => value is > 0 and <= int.MaxValue
        ? (int)value
        : throw new CocoFieldException($"'{field}' is {value}, expected a positive number of pixels");

    private long Category(long value, string field)
        => _content == CocoContent.Boxes || value is >= 0 and <= int.MaxValue
        ? value
        : throw new CocoFieldException($"'{field}' is {value}, expected 0 to {int.MaxValue}");

    private static T Require<T>(T? value, string field)
        where T : struct => value ?? throw Missing(field);

    private static CocoFieldException Missing(string field) => new($"'{field}' is missing", field);

    private static CocoFieldException Wrong(in JsonStreamReader reader, string field, string expectation)
        => new($"'{field}' is {reader.Describe()}, expected {expectation}");
}
