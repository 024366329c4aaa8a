using Dino.Core.Attention;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Attention;

/// <summary>The picture with numbered detections, and for every decoder layer a matrix: how much the row attends to the column.</summary>
/// <param name="picture">The original image.</param>
public sealed class SelfAttentionFigure(DetectionSelfAttention attention, RgbImage picture) : Figure
{
    private const int PictureWidth = 560;
    private const int MatrixSize = 220;
    private const int MatrixColumns = 3;
    private const int Gap = 28;
    private const int Header = 64;
    private const int Footer = 40;

    /// <summary>Width of "100.0%" and a little more.</summary>
    private const int LeastCellWithText = 40;

    private readonly double _highest = Highest(attention);

    public override string Title => $"Decoder self-attention between the detections of {attention.Subject}";

    public override string Caption
    {
        get
        {
            var count = attention.Boxes.Count;
            var cells = Cells().ToArray();
            var self = cells.Where(cell => cell.Row == cell.Column).Average(cell => cell.Weight);
            var others = cells.Where(cell => cell.Row != cell.Column).Sum(cell => cell.Weight) / (count * attention.Layers);
            var strongest = cells.Where(cell => cell.Row != cell.Column).MaxBy(cell => cell.Weight);
            return $"Row: the detection that attends; column: the one it attends to; mean over {attention.Heads} heads, one colour scale. A detection gives {self:0.0%} of its attention to itself "
                + $"and {others:0.0%} to the other {count - 1} shown, the rest to the decoder's other queries ({attention.Queries} in all; an even share would be {1.0 / attention.Queries:0.0%}). "
                + $"Strongest: detection {strongest.Row + 1} to {strongest.Column + 1} in layer {strongest.Layer}, {strongest.Weight:0.0%}.";
        }
    }

    public override SKSizeI Size => new(
        PictureWidth + (3 * Gap) + (MatrixColumns * (MatrixSize + Gap)), Header + Footer + Math.Max(PictureHeight, Rows * (MatrixSize + Gap + 16)));

    public override bool IsVector => false;

    private int PictureHeight => (int)Math.Round((double)PictureWidth * picture.Height / picture.Width);

    private int Rows => (attention.Layers + MatrixColumns - 1) / MatrixColumns;

    public override void Draw(SKCanvas canvas)
    {
        canvas.Write(Title, Gap / 2f, 28, FigureTheme.TitleSize, FigureTheme.Ink);
        DrawPicture(canvas);
        for (var layer = 0; layer < attention.Layers; layer++)
        {
            var (row, column) = Math.DivRem(layer, MatrixColumns);
            DrawMatrix(canvas, layer, (2 * Gap) + PictureWidth + (column * (MatrixSize + Gap)), Header + 16 + (row * (MatrixSize + Gap + 16)));
        }

        var left = (2 * Gap) + PictureWidth;
        HeatColors.DrawScale(canvas, left, Size.Height - Footer + 12, "0", $"{_highest:0.0%}");
    }

    private static double Highest(DetectionSelfAttention attention)
    {
        var count = attention.Boxes.Count;
        return Enumerable.Range(0, attention.Layers * count * count)
            .Select(i => attention.Of(i / (count * count), i / count % count, i % count)).DefaultIfEmpty(0).Max();
    }

    private IEnumerable<(int Layer, int Row, int Column, double Weight)> Cells()
        => from layer in Enumerable.Range(0, attention.Layers)
           from row in Enumerable.Range(0, attention.Boxes.Count)
           from column in Enumerable.Range(0, attention.Boxes.Count)
           select (layer, row, column, attention.Of(layer, row, column));

    private void DrawPicture(SKCanvas canvas)
    {
        var place = SKRect.Create(Gap / 2f, Header, PictureWidth, PictureHeight);
        var scale = (float)PictureWidth / picture.Width;
        using var bitmap = RgbBitmap.FromImage(picture);
        using var content = SKImage.FromBitmap(bitmap);
        using var line = new SKPaint { IsStroke = true, StrokeWidth = 2, Color = FigureTheme.Sky, IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(place);
        canvas.DrawImage(content, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        foreach (var (index, box) in attention.Boxes.Index())
        {
            var rectangle = SKRect.Create(place.Left + ((float)box.X * scale), place.Top + ((float)box.Y * scale), (float)box.Width * scale, (float)box.Height * scale);
            canvas.DrawRect(rectangle, line);
            canvas.WriteTag($"{index + 1}: {attention.Scores[index]:0.00}", rectangle.Left, rectangle.Top, FigureTheme.TextSize, FigureTheme.Sky);
        }

        canvas.Restore();
    }

    private void DrawMatrix(SKCanvas canvas, int layer, float left, float top)
    {
        var count = attention.Boxes.Count;
        var cell = (float)(MatrixSize - 16) / count;
        canvas.Write($"layer {layer}", left + 16, top - 18, FigureTheme.TextSize, FigureTheme.Ink);
        for (var row = 0; row < count; row++)
        {
            canvas.Write($"{row + 1}", left + 10, top + ((row + 0.5f) * cell) + 4, FigureTheme.SmallSize, FigureTheme.Ink, SKTextAlign.Right);
            canvas.Write($"{row + 1}", left + 16 + ((row + 0.5f) * cell), top - 4, FigureTheme.SmallSize, FigureTheme.Ink, SKTextAlign.Center);
            for (var column = 0; column < count; column++)
            {
                var weight = attention.Of(layer, row, column);
                using var fill = new SKPaint { Color = HeatColors.Of(_highest > 0 ? weight / _highest : 0) };
                var place = SKRect.Create(left + 16 + (column * cell), top + (row * cell), cell - 1, cell - 1);
                canvas.DrawRect(place, fill);
                if (cell >= LeastCellWithText)
                {
                    canvas.Write($"{weight:0.0%}", place.MidX, place.MidY + 4, FigureTheme.SmallSize, CanvasText.TextOn(fill.Color), SKTextAlign.Center);
                }
            }
        }
    }
}
