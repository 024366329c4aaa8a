using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;
using SkiaSharp;

namespace Dino.Data.Drawing;

/// <summary>Pictures of a dataset for the eye: each image with its boxes, and contact sheets. Crowd and ignored boxes are dashed.</summary>
public static class AnnotationDrawing
{
    /// <summary>The image with its boxes, category names and annotation ids, enlarged so that labels are readable
    /// (<see cref="PictureScale"/>); the caller disposes it.</summary>
    /// <param name="shortSide">In pixels, towards which the image is enlarged.</param>
    public static SKBitmap Draw(
        RgbImage image,
        IReadOnlyList<CocoAnnotation> annotations,
        IEnumerable<CocoCategory> categories,
        int shortSide = PictureScale.ShortSide)
        => Draw(image, annotations, AnnotationPainter.NamesOf(categories), shortSide);

    private static SKBitmap Draw(
        RgbImage image,
        IReadOnlyList<CocoAnnotation> annotations,
        IReadOnlyDictionary<int, string> names,
        int shortSide = PictureScale.ShortSide)
    {
        var (scale, width, height) = PictureScale.Of(image.Width, image.Height, shortSide);
        var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var photograph = RgbBitmap.FromImage(image);
        using var content = SKImage.FromBitmap(photograph);
        using var painter = new AnnotationPainter(names);
        canvas.DrawImage(content, SKRect.Create(bitmap.Width, bitmap.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        painter.Draw(canvas, annotations, scale, labels: true);
        return bitmap;
    }

    /// <summary>Writes <c>images/&lt;id&gt;.jpg</c> for each image and <c>sheet-NN.jpg</c> with all of them small, in order of image id.</summary>
    /// <param name="mostImages">Draw only so many, evenly spread over the ids; null for all.</param>
    /// <param name="progress">Gets the number of images drawn.</param>
    /// <returns>The paths of the contact sheets.</returns>
    /// <exception cref="BadInputException">An image cannot be read; the message names it.</exception>
    public static IReadOnlyList<string> Write(
        CocoSource source,
        string folder,
        int? mostImages = null,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        var dataset = CocoDataset.Load(source.AnnotationFile);
        var files = new ImageFolder(source.ImageFolder);
        var annotations = dataset.AnnotationsByImage();
        var images = Spread([.. dataset.Images.OrderBy(image => image.Id)], mostImages);
        var names = AnnotationPainter.NamesOf(dataset.Categories);
        var sheets = new List<string>();
        var drawn = 0;
        foreach (var (index, group) in images.Chunk(ContactSheet.Cells).Index())
        {
            using var sheet = new ContactSheet(group, names);
            foreach (var image in group)
            {
                cancellation.ThrowIfCancellationRequested();
                CocoAnnotation[] ofImage = [.. annotations[image.Id]];
                var picture = ImageDecoder.Decode(files.Resolve(image.FileName));
                using var bitmap = Draw(picture, ofImage, names);
                RgbBitmap.Save(bitmap, Path.Combine(folder, "images", $"{image.Id}.jpg"));
                sheet.Add(picture, image, ofImage);
                progress?.Report(++drawn);
            }

            sheets.Add(Path.Combine(folder, $"sheet-{index + 1:D2}.jpg"));
            sheet.Save(sheets[^1]);
        }

        return sheets;
    }

    private static CocoImage[] Spread(CocoImage[] images, int? most)
        => most is not { } count || count >= images.Length
            ? images
            : [.. Enumerable.Range(0, count).Select(index => images[(long)index * images.Length / count])];
}

/// <summary>A colour for each category, the same in every picture.</summary>
public static class CategoryColors
{
    // Okabe and Ito's set, told apart by colour-blind readers too; black is left out, as it drowns in photographs.
    private static readonly SKColor[] Palette =
    [
        new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9), new(0x00, 0x9E, 0x73), new(0xF0, 0xE4, 0x42),
        new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0xCC, 0x79, 0xA7),
    ];

    /// <param name="categoryId">Raw id; ids that differ by less than seven have different colours.</param>
    public static SKColor For(int categoryId) => Palette[categoryId % Palette.Length];
}
