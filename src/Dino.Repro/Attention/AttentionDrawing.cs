using Dino.Data.Coco;
using Dino.Figures.Attention;
using Dino.Figures.Drawing;

namespace Dino.Repro.Attention;

/// <summary>Attention pictures of a dataset's images with their raw maps.</summary>
internal static class AttentionDrawing
{
    /// <summary>The reference's threshold for drawing.</summary>
    public const double LeastScore = 0.3;

    /// <summary>Writes <see cref="AttentionFiles"/> named <c>image-ID-detection-N</c> for the image's best detections.</summary>
    /// <returns>The pictures worth showing: every detection's, and the grid by layer and head of the first.</returns>
    public static IReadOnlyList<FigureFile> Write(
        DetectionAttention attention, CocoSource source, CocoDataset dataset, CocoImage image, int most, string folder)
    {
        var names = dataset.Categories.ToDictionary(category => category.Id, category => category.Name);
        var (picture, detections) = attention.Of(source, image, names, LeastScore, most);
        return [.. detections.Index().SelectMany(item =>
        {
            var files = AttentionFiles.Save(item.Item, picture, folder, $"image-{image.Id}-detection-{item.Index}");
            return item.Index == 0 ? new[] { files.Combined, files.Grid } : [files.Combined];
        })];
    }
}
