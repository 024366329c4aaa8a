using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Engine;
using Dino.Figures.Attention;
using Dino.Figures.Drawing;

namespace Dino.Pipeline.Attention;

/// <summary>Attention pictures of a dataset's images with their raw maps.</summary>
public static class AttentionDrawing
{
    /// <summary>Writes <see cref="AttentionFiles"/> named <c>image-ID-detection-N</c> for the image's best detections, <c>image-ID-between</c> for the
    /// self-attention between them, and <c>image-ID-pixel-X-Y</c> for the encoder's attention of a chosen pixel.</summary>
    /// <param name="pixel">In the original image; null for none.</param>
    /// <returns>The pictures worth showing: every detection's, the grid by layer and head of the first, those between them and of the pixel.</returns>
    public static IReadOnlyList<FigureFile> Write(
        Detector detector,
        CocoSource source,
        CocoDataset dataset,
        CocoImage image,
        int most,
        (double X, double Y)? pixel,
        string folder)
    {
        var names = dataset.Categories.ToDictionary(category => category.Id, category => category.Name);
        var found = detector.Attention(source, image, names, Detection.DrawnScore, most, pixel);
        var files = found.Detections.Index().SelectMany(item =>
        {
            var saved = AttentionFiles.Save(item.Item, found.Picture, folder, $"image-{image.Id}-detection-{item.Index}");
            return item.Index == 0 ? new[] { saved.Combined, saved.Grid } : [saved.Combined];
        }).ToList();
        if (found.Detections.Count > 1)
        {
            files.Add(AttentionFiles.Save(found.Between, found.Picture, folder, $"image-{image.Id}-between"));
        }

        if (found.Pixel is { } token)
        {
            var saved = AttentionFiles.Save(token, found.Picture, folder, $"image-{image.Id}-pixel-{token.Pixel!.Value.X:0}-{token.Pixel.Value.Y:0}");
            files.Add(saved.Combined);
        }

        return files;
    }
}
