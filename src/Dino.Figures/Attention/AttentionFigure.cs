using Dino.Core.Attention;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Attention;

/// <summary>What one detection looked at, over all layers and heads: the picture, the heat map, the samples.</summary>
/// <param name="picture">The original image.</param>
/// <param name="sigma">Of the heat map, in pixels of the original image; null for <see cref="AttentionMap.DefaultSigma"/>.</param>
public sealed class AttentionFigure(AttentionSamples samples, RgbImage picture, double? sigma = null) : Figure
{
    private const int PanelWidth = 440;
    private const int Gap = 12;
    private const int Header = 44;
    private const int Footer = 56;

    /// <summary>The map that is shown, to be saved beside the picture.</summary>
    public AttentionMap Map { get; } = AttentionMap.Splat(samples, sigma: sigma);

    public override string Title => $"Attention of {samples.Subject}";

    public override string Caption => $"{samples.Kind}, {samples.Layers} layers x {samples.Heads} heads x {samples.Levels} levels x {samples.Points} points. "
        + $"Left the {Shown}, middle the weights spread with a Gaussian of sigma {Map.Sigma:0.0} pixels, right the {samples.Weights.Length} sampling points, larger and brighter for a larger weight. "
        + Reach();

    public override SKSizeI Size => new((3 * PanelWidth) + (4 * Gap), Header + PanelHeight + Footer);

    public override bool IsVector => false;

    private string Shown => samples.Pixel is null ? "detection" : "chosen pixel";

    private int PanelHeight => (int)Math.Round((double)PanelWidth * picture.Height / picture.Width);

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, Gap, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        var painter = new AttentionPainter(canvas, picture, samples);
        painter.DrawPicture(Panel(0), darkened: 0);
        painter.DrawBox(Panel(0));
        painter.DrawMap(Panel(1), Map, Map.Highest, withBox: true);
        painter.DrawPoints(Panel(2));
        var bottom = Header + PanelHeight + 18;
        canvas.Write(Shown, Panel(0).Left, bottom, FigureTheme.TextSize, FigureTheme.Ink);
        canvas.Write($"heat map, sigma {Map.Sigma:0.0} px", Panel(1).Left, bottom, FigureTheme.TextSize, FigureTheme.Ink);
        canvas.Write("sampling points by weight", Panel(2).Left, bottom, FigureTheme.TextSize, FigureTheme.Ink);
        HeatColors.DrawScale(canvas, Panel(1).Left, bottom + 8, "0", $"{Map.Highest:0.#####} per pixel");
        HeatColors.DrawScale(canvas, Panel(2).Left, bottom + 8, "0", $"{samples.Weights.Max():0.00}");
    }

    private SKRect Panel(int index) => SKRect.Create(Gap + (index * (PanelWidth + Gap)), Header, PanelWidth, PanelHeight);

    private string Reach()
    {
        if (samples.Box is { } box)
        {
            var inside = samples.Select().Where(point => point.X >= box.X && point.X <= box.X + box.Width && point.Y >= box.Y && point.Y <= box.Y + box.Height);
            return $"{inside.Sum(point => point.Weight) / (samples.Layers * samples.Heads):0%} of the attention lies inside the box.";
        }

        return samples.Pixel is { } pixel ? $"Half of the attention lies within {Median(pixel):0} pixels of the chosen one." : "";
    }

    /// <summary>The distance from a place within which half of the weight lies, in pixels of the original image.</summary>
    private double Median((double X, double Y) place)
    {
        var byDistance = samples.Select().Select(point => (Distance: Math.Sqrt(Math.Pow(point.X - place.X, 2) + Math.Pow(point.Y - place.Y, 2)), point.Weight))
            .OrderBy(point => point.Distance).ToArray();
        var (half, sum) = (byDistance.Sum(point => (double)point.Weight) / 2, 0.0);
        return byDistance.FirstOrDefault(point => (sum += point.Weight) >= half).Distance;
    }
}
