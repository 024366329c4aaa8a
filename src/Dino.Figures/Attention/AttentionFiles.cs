using Dino.Core.Attention;
using Dino.Data.Images;
using Dino.Figures.Drawing;

namespace Dino.Figures.Attention;

/// <summary>What is kept of one detection's attention.</summary>
/// <param name="Combined">Detection, heat map and sampling points.</param>
/// <param name="Grid">Heat maps by layer and head.</param>
/// <param name="Arrays">NumPy files: the map [H, W], the locations [layers, heads, levels, points, 2] relative to the padded input, the weights
/// [layers, heads, levels, points].</param>
public sealed record AttentionFiles(FigureFile Combined, FigureFile Grid, IReadOnlyList<string> Arrays)
{
    /// <summary>Writes <c>name.png</c>, <c>name-grid.png</c>, <c>name-map.npy</c>, <c>name-locations.npy</c> and <c>name-weights.npy</c>.</summary>
    /// <param name="picture">The original image.</param>
    /// <param name="sigma">Of the heat map, in pixels of the original image; null for <see cref="AttentionMap.DefaultSigma"/>.</param>
    public static AttentionFiles Save(AttentionSamples samples, RgbImage picture, string folder, string name, double? sigma = null)
    {
        var figure = new AttentionFigure(samples, picture, sigma);
        var arrays = new[] { "map", "locations", "weights" }.Select(part => Path.Combine(folder, $"{name}-{part}.npy")).ToArray();
        NumpyFile.Write(arrays[0], figure.Map.Values, figure.Map.Height, figure.Map.Width);
        NumpyFile.Write(arrays[1], samples.Locations, samples.Layers, samples.Heads, samples.Levels, samples.Points, 2);
        NumpyFile.Write(arrays[2], samples.Weights, samples.Layers, samples.Heads, samples.Levels, samples.Points);
        return new AttentionFiles(
            FigureFile.Save(figure, folder, name), FigureFile.Save(new AttentionGridFigure(samples, picture, sigma), folder, name + "-grid"), arrays);
    }

    /// <summary>Writes the attention between detections as <c>name.png</c> and <c>name.npy</c>.</summary>
    /// <param name="picture">The original image.</param>
    public static FigureFile Save(DetectionSelfAttention attention, RgbImage picture, string folder, string name)
    {
        var (array, count) = (Path.Combine(folder, name + ".npy"), attention.Boxes.Count);
        NumpyFile.Write(array, attention.Weights, attention.Layers, attention.Heads, count, count);
        return FigureFile.Save(new SelfAttentionFigure(attention, picture), folder, name);
    }
}
