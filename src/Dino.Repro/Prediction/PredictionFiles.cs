using System.Globalization;
using System.Text;
using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Evaluation;
using Dino.Pipeline.Terminal;

namespace Dino.Repro.Prediction;

/// <summary>Predictions on disk, for people, programs and the evaluator.</summary>
internal static class PredictionFiles
{
    public const string Json = "predictions.json";
    public const string Csv = "predictions.csv";
    public const string Coco = "detections.json";

    /// <summary>Writes all three: an object a file (with its error if it has one), a line a detection, and COCO's results list, whose image ids count
    /// the files from 1.</summary>
    public static void Write(string folder, IReadOnlyList<PredictedImage> images, ClassNames names)
    {
        AtomicFile.WriteText(Path.Combine(folder, Json), JsonSerializer.Serialize(images.Select(image => Describe(image, names)), CommandJson.Options) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, Csv), Lines(images, names));
        var detections = new CocoDetectionsBuilder();
        foreach (var detection in images.SelectMany(image => image.Detections))
        {
            detections.Add(detection.ImageId, detection.CategoryId, detection.Box, detection.Score);
        }

        detections.Build().Save(Path.Combine(folder, Coco));
    }

    private static object Describe(PredictedImage image, ClassNames names) => image.Error is { } error
        ? new { image.File, Error = error }
        : new
        {
            image.File,
            Detections = image.Detections.Select(detection => new
            {
                detection.CategoryId,
                Category = names[detection.CategoryId],
                detection.Score,
                Bbox = new[] { detection.Box.X, detection.Box.Y, detection.Box.Width, detection.Box.Height },
            }),
        };

    private static string Lines(IReadOnlyList<PredictedImage> images, ClassNames names)
    {
        var text = new StringBuilder("file,category_id,category,score,x,y,width,height\n");
        foreach (var (image, detection) in images.SelectMany(image => image.Detections.Select(detection => (image, detection))))
        {
            var box = detection.Box;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{CsvField.Of(image.File)},{detection.CategoryId},{CsvField.Of(names[detection.CategoryId])},");
            text.Append(CultureInfo.InvariantCulture, $"{detection.Score:R},{box.X:R},{box.Y:R},{box.Width:R},{box.Height:R}\n");
        }

        return text.ToString();
    }
}

/// <summary>What became of one image file.</summary>
/// <param name="Detections">Best first; empty if the file could not be read.</param>
/// <param name="Error">Why it could not be read; else null.</param>
internal sealed record PredictedImage(string File, IReadOnlyList<Detection> Detections, string? Error = null);
