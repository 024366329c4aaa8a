using Dino.Data.Coco;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Data.Transforms;

namespace Dino.Figures.Cases;

/// <summary>Images of a dataset with their annotations, evenly spread over the ids.</summary>
/// <param name="count">Most images shown.</param>
public sealed class AnnotatedSamplesFigure(string title, PictureSource pictures, int count) : TiledFigure
{
    private readonly ILookup<long, CocoAnnotation> _annotations = pictures.Dataset.AnnotationsByImage();
    private readonly Dictionary<int, string> _names = pictures.Dataset.Categories.ToDictionary(category => category.Id, category => category.Name);
    private readonly CocoImage[] _images = Spread([.. pictures.Dataset.Images.OrderBy(image => image.Id)], count);

    public override string Title => title;

    public override string Caption => $"{_images.Length} of {pictures.Dataset.Images.Count} images with their annotated boxes: "
        + string.Join("; ", _images.Select(image => $"{image.FileName}: {Boxes(image)}")) + ".";

    protected override int Columns => 3;

    protected override int Count => _images.Length;

    protected override double PictureAspect => _images.Select(image => (double)image.Height / image.Width).DefaultIfEmpty(0.75).Max();

    protected override string Rule => $"Evenly spread over the {pictures.Dataset.Images.Count} images, in order of their ids";

    private protected override IReadOnlyList<OutcomeStyle> Legend
        => [.. pictures.Dataset.Categories.Select(category => new OutcomeStyle(category.Name, "", CategoryColors.For(category.Id), Dashes: null))];

    private protected override (RgbImage Picture, string Caption, Action<PictureTile> Boxes) Tile(int index)
    {
        var image = _images[index];
        return (pictures.Load(image), $"{image.FileName}: {Boxes(image)}", tile => tile.DrawObjects(_annotations[image.Id], _names));
    }

    private static CocoImage[] Spread(CocoImage[] images, int most)
        => most >= images.Length ? images : [.. Enumerable.Range(0, most).Select(index => images[(long)index * images.Length / most])];

    private string Boxes(CocoImage image) => BoxCount.ForTraining(image, _annotations[image.Id]).ToString();
}
