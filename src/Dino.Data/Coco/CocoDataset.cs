using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Data.Coco;

/// <summary>A COCO "instances" document. Lists keep the order of the file.</summary>
public sealed record CocoDataset(
    IReadOnlyList<CocoImage> Images,
    IReadOnlyList<CocoAnnotation> Annotations,
    IReadOnlyList<CocoCategory> Categories)
{
    /// <summary>Reads a JSON file, plain or gzipped. Extra keys, any order of keys, any form of segmentation, 0/1 or boolean flags are accepted. What the
    /// records say about each other (dangling or duplicate ids, boxes outside) is not judged here: see <c>DatasetCheck</c>.</summary>
    /// <exception cref="BadInputException">Not JSON, not COCO, or a record lacks a field; the message names file, record and expectation.</exception>
    public static CocoDataset Load(string path) => Read(path, onFault: null);

    /// <summary>Writes the document atomically, keys in COCO's order, numbers culture-invariant and round-trip exact. Keys that this type
    /// does not hold (licences, segmentation) are not written; <c>segmentation</c> is an empty list, as in box-only datasets.</summary>
    public void Save(string path) => CocoWriter.WriteInstances(path, target =>
    {
        target.BeginImages();
        foreach (var image in Images)
        {
            target.AddImage(image.Id, image.FileName, image.Width, image.Height);
        }

        target.BeginAnnotations();
        foreach (var annotation in Annotations)
        {
            target.AddAnnotation(
                annotation.Id,
                annotation.ImageId,
                annotation.CategoryId,
                annotation.Box,
                annotation.Area,
                annotation.IsCrowd,
                annotation.Ignore);
        }

        target.BeginCategories();
        foreach (var category in Categories)
        {
            target.AddCategory(category.Id, category.Name);
        }
    });

    /// <summary>Annotations of each image in file order; an image without any gives an empty sequence.</summary>
    public ILookup<long, CocoAnnotation> AnnotationsByImage() => Annotations.ToLookup(annotation => annotation.ImageId);

    /// <param name="onFault">Called for each unreadable record, which is then left out; null to stop at the first one.</param>
    internal static CocoDataset Read(string path, Action<CocoRecordFault>? onFault)
    {
        var records = new Records();
        CocoInstancesReader.Read(path, CocoContent.Everything, records, onFault);
        return new CocoDataset(records.Images, records.Annotations, records.Categories);
    }

    private sealed class Records : ICocoInstances
    {
        public List<CocoImage> Images { get; } = [];

        public List<CocoAnnotation> Annotations { get; } = [];

        public List<CocoCategory> Categories { get; } = [];

        public void BeginImages() => Images.Clear();

        public void BeginAnnotations() => Annotations.Clear();

        public void BeginCategories() => Categories.Clear();

        public void AddImage(long id, string fileName, int width, int height) => Images.Add(new CocoImage(id, fileName, width, height));

        public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd, bool ignore)
            => Annotations.Add(new CocoAnnotation(id, imageId, (int)categoryId, box, area, isCrowd is true, ignore));

        public void AddCategory(long id, string? name) => Categories.Add(new CocoCategory((int)id, name!));
    }
}

/// <summary>An entry of <c>images</c>.</summary>
/// <param name="Id">Unique; any 64-bit integer.</param>
/// <param name="FileName">Relative to the image folder; not to be trusted as a path (see <c>ImageFolder</c>).</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record CocoImage(long Id, string FileName, int Width, int Height);

/// <summary>An entry of <c>annotations</c>, box part only.</summary>
/// <param name="Id">COCO itself has ids beyond 32 bits; 0 would count as unmatched in COCOeval.</param>
/// <param name="Box">(x, y, width, height) in pixels of the image.</param>
/// <param name="Area">Pixels squared, as the file has it (COCO: area of the mask).</param>
/// <param name="IsCrowd">A crowd region: dropped from training targets, ignored region in evaluation.</param>
/// <param name="Ignore">The file's <c>ignore</c> flag; without effect in training and in COCOeval, which overwrites it from iscrowd.</param>
public sealed record CocoAnnotation(long Id, long ImageId, int CategoryId, BoxXyWh Box, double Area, bool IsCrowd, bool Ignore = false);

/// <summary>An entry of <c>categories</c>; the model's label is the raw <paramref name="Id"/>.</summary>
public sealed record CocoCategory(int Id, string Name);
