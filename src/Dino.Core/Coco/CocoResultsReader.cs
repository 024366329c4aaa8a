using System.Text.Json;

namespace Dino.Core.Coco;

/// <summary>Reads a COCO results list: objects with <c>image_id</c>, <c>category_id</c>, <c>bbox</c> (x, y, width, height) and <c>score</c>.
/// Other fields are passed over, <c>id</c>, <c>area</c> and <c>iscrowd</c> too, which pycocotools' <c>loadRes</c> overwrites.</summary>
public static class CocoResultsReader
{
    /// <summary>Hands every entry of a file, plain or gzipped, to <paramref name="add"/>, in the order of the file.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not such a file; the message names file, record and what was expected.</exception>
    public static void Read(string path, CocoResult add) => CocoFile.Parse(path, "a COCO results list", (ref JsonStreamReader reader) =>
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw reader.Error(reader.TokenType == JsonTokenType.StartObject
                ? "expected a list of detections, found an object: is this the ground truth? (ground truth and detections swapped)"
                : "expected a list of detections");
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            ReadDetection(ref reader, index, add);
        }

        // Reading on finds text after the closing bracket.
        reader.Read();
    });

    private static void ReadDetection(ref JsonStreamReader reader, int index, CocoResult add)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error(reader, index, "expected an object with image_id, category_id, bbox and score");
        }

        long? imageId = null, categoryId = null;
        BoxXyWh? box = null;
        double? score = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("image_id"u8))
            {
                imageId = ReadId(ref reader, index, "image_id");
            }
            else if (reader.NameIs("category_id"u8))
            {
                categoryId = ReadId(ref reader, index, "category_id");
            }
            else if (reader.NameIs("bbox"u8))
            {
                box = reader.Read() && reader.TryReadBox(out var value)
                    ? value
                    : throw Error(reader, index, "bbox must be four finite numbers x, y, width, height");
            }
            else if (reader.NameIs("score"u8))
            {
                score = reader.Read() && reader.TryGetFinite(out var value)
                    ? value
                    : throw Error(reader, index, "score must be a finite number");
            }
            else
            {
                reader.SkipNext();
            }
        }

        add(
            imageId ?? throw Error(reader, index, "no image_id"),
            categoryId ?? throw Error(reader, index, "no category_id"),
            box ?? throw Error(reader, index, "no bbox"),
            score ?? throw Error(reader, index, "no score"));
    }

    private static long ReadId(ref JsonStreamReader reader, int index, string name)
        => reader.Read() && reader.TryGetId(out var value) ? value : throw Error(reader, index, $"{name} must be a whole number");

    private static BadInputException Error(in JsonStreamReader reader, int index, string message)
        => reader.Error($"detection {index} (counted from 0): {message}");
}
