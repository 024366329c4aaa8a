using System.Text.Json;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>Writes a COCO results list as pycocotools reads it.</summary>
internal static class DetectionsWriter
{
    private const int FlushAt = 1 << 16;

    public static void Write(string path, CocoDetections detections) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        for (var i = 0; i < detections.Count; i++)
        {
            var box = detections.Boxes[i];
            json.WriteStartObject();
            json.WriteNumber("image_id"u8, detections.ImageIds[i]);
            json.WriteNumber("category_id"u8, detections.CategoryIds[i]);
            json.WriteStartArray("bbox"u8);
            json.WriteNumberValue(box.X);
            json.WriteNumberValue(box.Y);
            json.WriteNumberValue(box.Width);
            json.WriteNumberValue(box.Height);
            json.WriteEndArray();
            json.WriteNumber("score"u8, detections.Scores[i]);
            json.WriteEndObject();
            if (json.BytesPending > FlushAt)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    });
}
