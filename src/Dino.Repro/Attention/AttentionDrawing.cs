using Dino.Data.Coco;
using Dino.Figures.Attention;
using Dino.Figures.Drawing;

namespace Dino.Repro.Attention;

/// <summary>Attention pictures of a dataset's images with their raw maps.</summary>
internal static class AttentionDrawing
{
    /// <summary>The reference's threshold for drawing.</summary>
    public const double LeastScore = 0.3;

    /// <summary>Writes <c>image-ID-detection-N.png</c>, a grid by layer and head for the first detection, and each map as <c>.npy</c> [height, width].</summary>
    /// <returns>The pictures.</returns>
    public static IReadOnlyList<FigureFile> Write(
        DetectionAttention attention, CocoSource source, CocoDataset dataset, CocoImage image, int most, string folder)
    {
        var names = dataset.Categories.ToDictionary(category => category.Id, category => category.Name);
        var (picture, detections) = attention.Of(source, image, names, LeastScore, most);
        var files = new List<FigureFile>();
        foreach (var (index, samples) in detections.Index())
        {
            var name = $"image-{image.Id}-detection-{index}";
            var figure = new AttentionFigure(samples, picture);
            files.Add(FigureFile.Save(figure, folder, name));
            NumpyFile.Write(Path.Combine(folder, name + ".npy"), figure.Map.Values, figure.Map.Height, figure.Map.Width);
            if (index == 0)
            {
                files.Add(FigureFile.Save(new AttentionGridFigure(samples, picture), folder, name + "-grid"));
            }
        }

        return files;
    }
}
