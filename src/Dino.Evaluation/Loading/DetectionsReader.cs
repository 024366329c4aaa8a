using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Reads a COCO results list: objects with <c>image_id</c>, <c>category_id</c>, <c>bbox</c> (x, y, width, height) and <c>score</c>.
/// Other fields are passed over, <c>id</c>, <c>area</c> and <c>iscrowd</c> too, which pycocotools' <c>loadRes</c> overwrites.</summary>
internal static class DetectionsReader
{
    public static CocoDetections Read(string path) => JsonSource.Parse(path, (ref JsonStreamReader reader) =>
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw reader.Error(reader.TokenType == JsonTokenType.StartObject
                ? "expected a list of detections, found an object: is this the ground truth? (ground truth and detections swapped)"
                : "expected a list of detections");
        }

        var detections = new CocoDetectionsBuilder(path);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadDetection(ref reader, detections);
        }

        reader.Read();
        return detections.Build();
    });

    private static void ReadDetection(ref JsonStreamReader reader, CocoDetectionsBuilder detections)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error(ref reader, detections, "expected an object with image_id, category_id, bbox and score");
        }

        long? imageId = null, categoryId = null;
        BoxXyWh? box = null;
        double? score = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.NameIs("image_id"u8))
            {
                imageId = ReadId(ref reader, detections, "image_id");
            }
            else if (reader.NameIs("category_id"u8))
            {
                categoryId = ReadId(ref reader, detections, "category_id");
            }
            else if (reader.NameIs("bbox"u8))
            {
                box = reader.TryReadBox(out var value)
                    ? value
                    : throw Error(ref reader, detections, "bbox must be four finite numbers x, y, width, height");
            }
            else if (reader.NameIs("score"u8))
            {
                score = reader.Read() && reader.TryGetFinite(out var value)
                    ? value
                    : throw Error(ref reader, detections, "score must be a finite number");
            }
            else
            {
                reader.SkipNext();
            }
        }

        detections.Add(
            imageId ?? throw Error(ref reader, detections, "no image_id"),
            categoryId ?? throw Error(ref reader, detections, "no category_id"),
            box ?? throw Error(ref reader, detections, "no bbox"),
            score ?? throw Error(ref reader, detections, "no score"));
    }

    private static long ReadId(ref JsonStreamReader reader, CocoDetectionsBuilder detections, string name)
        => reader.Read() && reader.TryGetId(out var value) ? value : throw Error(ref reader, detections, $"{name} must be a whole number");

    private static BadInputException Error(ref JsonStreamReader reader, CocoDetectionsBuilder detections, string message)
        => reader.Error($"detection {detections.Count} (counted from 0): {message}");
}
