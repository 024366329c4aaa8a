using Dino.Core.Attention;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Attention;

/// <summary>A small heat map for every layer (rows) and head (columns), all on one colour scale.</summary>
/// <param name="picture">The original image.</param>
public sealed class AttentionGridFigure(AttentionSamples samples, RgbImage picture, double? sigma = null) : Figure
{
    private const int Margin = 64;
    private const int Gap = 4;
    private const int Header = 84;
    private const int FullWidth = 1360;

    public override string Title => $"Attention of {samples.Subject} by layer and head";

    public override string Caption
        => $"{samples.Kind}: heat maps of the {samples.Layers} layers (rows) and {samples.Heads} heads (columns), sigma {Sigma:0.0} pixels, one colour scale for all{(samples.Box is null ? "" : "; the box is the detection")}.";

    public override SKSizeI Size => new(Margin + (samples.Heads * (TileWidth + Gap)), Header + (samples.Layers * (TileHeight + Gap)));

    public override bool IsVector => false;

    private double Sigma => sigma ?? AttentionMap.DefaultSigma(samples.Frame);

    private int TileWidth => (FullWidth - Margin) / Math.Max(4, samples.Heads);

    private int TileHeight => (int)Math.Round((double)TileWidth * picture.Height / picture.Width);

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, Gap * 3, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        // Maps of the tiles' size: dozens of full-size ones would take a gigabyte for a large photograph.
        var small = samples with { Frame = samples.Frame.For(TileWidth, TileHeight) };
        var sigmaInTile = Sigma * TileWidth / picture.Width;
        var maps = Enumerable.Range(0, samples.Layers * samples.Heads)
            .Select(index => AttentionMap.Splat(small, index / samples.Heads, index % samples.Heads, sigmaInTile)).ToArray();
        var highest = maps.Max(map => map.Highest);
        HeatColors.DrawScale(canvas, Margin, 40, "0", $"{highest * TileWidth * TileHeight / ((double)picture.Width * picture.Height):0.#####} per pixel");
        var painter = new AttentionPainter(canvas, picture, samples);
        for (var head = 0; head < samples.Heads; head++)
        {
            canvas.Write($"head {head}", Margin + (head * (TileWidth + Gap)), Header - 8, FigureTheme.SmallSize, FigureTheme.Ink);
        }

        for (var layer = 0; layer < samples.Layers; layer++)
        {
            var top = Header + (layer * (TileHeight + Gap));
            canvas.Write($"layer {layer}", Gap * 3, top + (TileHeight / 2f), FigureTheme.SmallSize, FigureTheme.Ink);
            for (var head = 0; head < samples.Heads; head++)
            {
                var place = SKRect.Create(Margin + (head * (TileWidth + Gap)), top, TileWidth, TileHeight);
                painter.DrawMap(place, maps[(layer * samples.Heads) + head], highest, withBox: false);
                DrawThinBox(canvas, place);
            }
        }
    }

    private void DrawThinBox(SKCanvas canvas, SKRect place)
    {
        if (samples.Box is not { } box)
        {
            return;
        }

        var scale = place.Width / picture.Width;
        using var line = new SKPaint { IsStroke = true, StrokeWidth = 1, Color = FigureTheme.Sky, IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(place);
        canvas.DrawRect(place.Left + ((float)box.X * scale), place.Top + ((float)box.Y * scale), (float)box.Width * scale, (float)box.Height * scale, line);
        canvas.Restore();
    }
}
