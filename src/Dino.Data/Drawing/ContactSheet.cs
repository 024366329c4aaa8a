using Dino.Data.Coco;
using Dino.Data.Images;
using SkiaSharp;

namespace Dino.Data.Drawing;

/// <summary>A page of small pictures with captions, row by row.</summary>
internal sealed class ContactSheet : IDisposable
{
    /// <summary>Most pictures on a sheet.</summary>
    public const int Cells = Columns * Rows;

    private const int Columns = 5;
    private const int Rows = 5;
    private const int CellWidth = 400;
    private const int MaxPictureHeight = 400;
    private const int CaptionHeight = 22;
    private const int Gap = 6;
    private const float CaptionSize = 13;

    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly AnnotationPainter _painter;
    private readonly SKFont _font = EmbeddedFont.Create(CaptionSize);
    private readonly SKPaint _text = new() { IsAntialias = true, Color = SKColors.Black };
    private readonly int[] _rowHeights;
    private int _count;

    /// <param name="images">At most <see cref="Cells"/>; each row is as high as its highest picture.</param>
    public ContactSheet(IReadOnlyList<CocoImage> images, IReadOnlyDictionary<int, string> names)
    {
        _rowHeights = [.. images.Chunk(Columns).Select(row => (int)Math.Ceiling(row.Max(image => image.Height * Scale(image.Width, image.Height))))];
        _bitmap = new SKBitmap(
            Gap + (Math.Min(images.Count, Columns) * (CellWidth + Gap)), RowTop(_rowHeights.Length), SKColorType.Rgba8888, SKAlphaType.Opaque);
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.White);
        _painter = new AnnotationPainter(names);
    }

    /// <summary>Adds the next of the images.</summary>
    public void Add(RgbImage picture, CocoImage image, IReadOnlyList<CocoAnnotation> annotations)
    {
        var (row, column) = Math.DivRem(_count++, Columns);
        var scale = Scale(picture.Width, picture.Height);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        using var photograph = RgbBitmap.FromImage(picture);
        using var content = SKImage.FromBitmap(photograph);
        _canvas.Save();
        _canvas.Translate(Gap + (column * (CellWidth + Gap)), RowTop(row));
        _canvas.DrawText(Shorten($"{image.FileName}  id {image.Id}  {annotations.Count} boxes"), 0, _rowHeights[row] + CaptionSize + Gap, _font, _text);
        _canvas.Translate((CellWidth - width) / 2, _rowHeights[row] - height);
        _canvas.ClipRect(SKRect.Create(width, height));
        _canvas.DrawImage(content, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        _painter.Draw(_canvas, annotations, scale, labels: false);
        _canvas.Restore();
    }

    public void Save(string path) => RgbBitmap.Save(_bitmap, path);

    public void Dispose()
    {
        _painter.Dispose();
        _font.Dispose();
        _text.Dispose();
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    private static float Scale(int width, int height) => Math.Min((float)CellWidth / width, (float)MaxPictureHeight / height);

    private int RowTop(int row) => Gap + _rowHeights.Take(row).Sum(height => height + CaptionHeight + Gap);

    private string Shorten(string caption)
    {
        var length = (int)_font.BreakText(caption, CellWidth);
        return length < caption.Length ? string.Concat(caption.AsSpan(0, Math.Max(0, length - 1)), "…") : caption;
    }
}
