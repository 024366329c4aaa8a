using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Collects ground truth in memory and says what is odd about it. The order of adding is the order of ties.</summary>
/// <param name="source">Named in messages.</param>
public sealed class CocoGroundTruthBuilder(string source = "ground truth in memory")
{
    private readonly HashSet<long> _imageIds = [];
    private readonly Dictionary<long, string> _categories = [];
    private readonly ImmutableArray<long>.Builder _ids = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<long>.Builder _annotationImageIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<long>.Builder _annotationCategoryIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<BoxXyWh>.Builder _boxes = ImmutableArray.CreateBuilder<BoxXyWh>();
    private readonly ImmutableArray<double>.Builder _areas = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<bool>.Builder _isCrowd = ImmutableArray.CreateBuilder<bool>();
    private int _repeatedImages, _repeatedCategories, _withoutCrowdFlag;

    /// <summary>Adds an image to evaluate. One without annotations belongs here too: what is detected in it is wrong.</summary>
    /// <param name="id">A repeated id counts once, with a warning.</param>
    public void AddImage(long id) => _repeatedImages += _imageIds.Add(id) ? 0 : 1;

    /// <summary>Adds a category to evaluate.</summary>
    /// <param name="id">A repeated id counts once and takes the later name, with a warning.</param>
    /// <param name="name">Null for "category" and the id.</param>
    public void AddCategory(long id, string? name = null)
    {
        _repeatedCategories += _categories.ContainsKey(id) ? 1 : 0;
        _categories[id] = name ?? FormattableString.Invariant($"category {id}");
    }

    /// <summary>Adds an object. Its image and category may follow later; without them it is left out, with a warning.</summary>
    /// <param name="id">Unique and not 0: pycocotools takes a match to annotation 0 for none.</param>
    /// <param name="box">In pixels.</param>
    /// <param name="area">In pixels squared, which decides small, medium and large; null for width * height.</param>
    /// <param name="isCrowd">True for a region in which detections count neither as right nor as wrong.</param>
    /// <exception cref="BadInputException">The area or a side of the box is NaN or infinite.</exception>
    public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double? area = null, bool isCrowd = false)
    {
        var size = area ?? box.Width * box.Height;
        var sides = double.IsFinite(box.X) && double.IsFinite(box.Y) && double.IsFinite(box.Width) && double.IsFinite(box.Height);
        if (!sides || !double.IsFinite(size))
        {
            throw new BadInputException($"{source}: annotation {id}: box and area must be finite, found {box}, area {size}");
        }

        Add(id, imageId, categoryId, box, size, isCrowd);
    }

    /// <summary>The ground truth so far; the builder is empty afterwards.</summary>
    public CocoGroundTruth Build()
    {
        var warnings = Warnings();
        long[] imageIds = [.. _imageIds];
        Array.Sort(imageIds);
        long[] categoryIds = [.. _categories.Keys];
        Array.Sort(categoryIds);
        var groundTruth = new CocoGroundTruth
        {
            Source = source,
            ImageIds = ImmutableCollectionsMarshal.AsImmutableArray(imageIds),
            CategoryIds = ImmutableCollectionsMarshal.AsImmutableArray(categoryIds),
            CategoryNames = [.. Array.ConvertAll(categoryIds, id => _categories[id])],
            Warnings = [.. warnings],
            AnnotationIds = _ids.DrainToImmutable(),
            AnnotationImageIds = _annotationImageIds.DrainToImmutable(),
            AnnotationCategoryIds = _annotationCategoryIds.DrainToImmutable(),
            Boxes = _boxes.DrainToImmutable(),
            Areas = _areas.DrainToImmutable(),
            IsCrowd = _isCrowd.DrainToImmutable(),
        };
        ClearImages();
        ClearCategories();
        ClearAnnotations();
        return groundTruth;
    }

    /// <summary>Takes the records of a file, which is already checked.</summary>
    internal ICocoInstances Records => new FileRecords(this);

    private void Add(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd)
    {
        _ids.Add(id);
        _annotationImageIds.Add(imageId);
        _annotationCategoryIds.Add(categoryId);
        _boxes.Add(box);
        _areas.Add(area);
        _isCrowd.Add(isCrowd ?? false);
        _withoutCrowdFlag += isCrowd is null ? 1 : 0;
    }

    private void ClearImages()
    {
        _imageIds.Clear();
        _repeatedImages = 0;
    }

    private void ClearCategories()
    {
        _categories.Clear();
        _repeatedCategories = 0;
    }

    private void ClearAnnotations()
    {
        _ids.Clear();
        _annotationImageIds.Clear();
        _annotationCategoryIds.Clear();
        _boxes.Clear();
        _areas.Clear();
        _isCrowd.Clear();
        _withoutCrowdFlag = 0;
    }

    private List<string> Warnings()
    {
        int repeatedIds = 0, zeroIds = 0, unknownImages = 0, unknownCategories = 0;
        var seen = new HashSet<long>(_ids.Count);
        for (var i = 0; i < _ids.Count; i++)
        {
            repeatedIds += seen.Add(_ids[i]) ? 0 : 1;
            zeroIds += _ids[i] == 0 ? 1 : 0;
            unknownImages += _imageIds.Contains(_annotationImageIds[i]) ? 0 : 1;
            unknownCategories += _categories.ContainsKey(_annotationCategoryIds[i]) ? 0 : 1;
        }

        var warnings = new List<string>();
        void Warn(int count, string text)
        {
            if (count > 0)
            {
                warnings.Add($"{count} {text}");
            }
        }

        Warn(_repeatedImages, "images repeat an id; each id counts once");
        Warn(_repeatedCategories, "categories repeat an id; each id counts once");
        Warn(_withoutCrowdFlag, "annotations have no iscrowd (pycocotools stops there); taken as 0");
        Warn(repeatedIds, "annotations repeat an id; as in pycocotools the last one with an id stands for all of them");
        Warn(zeroIds, "annotations have id 0; as in pycocotools a detection matched to one counts as unmatched (number from 1)");
        Warn(unknownImages, "annotations name an image_id that is not in images; they are left out");
        Warn(unknownCategories, "annotations name a category_id that is not in categories; they are left out");
        return warnings;
    }

    private sealed class FileRecords(CocoGroundTruthBuilder builder) : ICocoInstances
    {
        public void BeginImages() => builder.ClearImages();

        public void BeginAnnotations() => builder.ClearAnnotations();

        public void BeginCategories() => builder.ClearCategories();

        public void AddImage(long id, string fileName, int width, int height) => builder.AddImage(id);

        public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd, bool ignore)
            => builder.Add(id, imageId, categoryId, box, area, isCrowd);

        public void AddCategory(long id, string? name) => builder.AddCategory(id, name);
    }
}
