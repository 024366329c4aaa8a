using System.Collections.Immutable;
using Dino.Data.Coco;

namespace Dino.Evaluation;

/// <summary>Collects the records of a ground-truth file and says what is odd about them.</summary>
internal sealed class GroundTruthBuilder
{
    private readonly SortedSet<long> _imageIds = [];
    private readonly SortedDictionary<long, string> _categories = [];
    private readonly ImmutableArray<long>.Builder _ids = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<long>.Builder _annotationImageIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<long>.Builder _annotationCategoryIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<BoxXyWh>.Builder _boxes = ImmutableArray.CreateBuilder<BoxXyWh>();
    private readonly ImmutableArray<double>.Builder _areas = ImmutableArray.CreateBuilder<double>();
    private readonly ImmutableArray<bool>.Builder _isCrowd = ImmutableArray.CreateBuilder<bool>();
    private bool _hasImages, _hasAnnotations, _hasCategories;
    private int _repeatedImages, _repeatedCategories, _withoutCrowdFlag;

    /// <summary>The first of the three lists that never came; null when all did.</summary>
    public string? Missing => !_hasImages ? "images" : !_hasAnnotations ? "annotations" : !_hasCategories ? "categories" : null;

    /// <summary>A key that comes twice in JSON has its last value.</summary>
    public void StartImages()
    {
        _hasImages = true;
        _imageIds.Clear();
        _repeatedImages = 0;
    }

    public void StartCategories()
    {
        _hasCategories = true;
        _categories.Clear();
        _repeatedCategories = 0;
    }

    public void StartAnnotations()
    {
        _hasAnnotations = true;
        _ids.Clear();
        _annotationImageIds.Clear();
        _annotationCategoryIds.Clear();
        _boxes.Clear();
        _areas.Clear();
        _isCrowd.Clear();
        _withoutCrowdFlag = 0;
    }

    public void AddImage(long id) => _repeatedImages += _imageIds.Add(id) ? 0 : 1;

    public void AddCategory(long id, string name)
    {
        _repeatedCategories += _categories.ContainsKey(id) ? 1 : 0;
        _categories[id] = name;
    }

    public void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd)
    {
        _ids.Add(id);
        _annotationImageIds.Add(imageId);
        _annotationCategoryIds.Add(categoryId);
        _boxes.Add(box);
        _areas.Add(area);
        _isCrowd.Add(isCrowd ?? false);
        _withoutCrowdFlag += isCrowd is null ? 1 : 0;
    }

    public CocoGroundTruth Build(string source) => new()
    {
        Source = source,
        ImageIds = [.. _imageIds],
        CategoryIds = [.. _categories.Keys],
        CategoryNames = [.. _categories.Values],
        Warnings = [.. Warnings()],
        AnnotationIds = _ids.DrainToImmutable(),
        AnnotationImageIds = _annotationImageIds.DrainToImmutable(),
        AnnotationCategoryIds = _annotationCategoryIds.DrainToImmutable(),
        Boxes = _boxes.DrainToImmutable(),
        Areas = _areas.DrainToImmutable(),
        IsCrowd = _isCrowd.DrainToImmutable(),
    };

    private IEnumerable<string> Warnings()
    {
        if (_repeatedImages > 0)
        {
            yield return $"{_repeatedImages} images repeat an id; each id counts once";
        }

        if (_repeatedCategories > 0)
        {
            yield return $"{_repeatedCategories} categories repeat an id; each id counts once";
        }

        if (_withoutCrowdFlag > 0)
        {
            yield return $"{_withoutCrowdFlag} annotations have no iscrowd (pycocotools stops there); taken as 0";
        }

        var repeatedIds = _ids.Count - _ids.Distinct().Count();
        if (repeatedIds > 0)
        {
            yield return $"{repeatedIds} annotations repeat an id; as in pycocotools the last one with an id stands for all of them";
        }

        var zeroIds = _ids.Count(id => id == 0);
        if (zeroIds > 0)
        {
            yield return $"{zeroIds} annotations have id 0; as in pycocotools a detection matched to one counts as unmatched (number from 1)";
        }

        var unknownImages = _annotationImageIds.Count(id => !_imageIds.Contains(id));
        if (unknownImages > 0)
        {
            yield return $"{unknownImages} annotations name an image_id that is not in images; they are left out";
        }

        var unknownCategories = _annotationCategoryIds.Count(id => !_categories.ContainsKey(id));
        if (unknownCategories > 0)
        {
            yield return $"{unknownCategories} annotations name a category_id that is not in categories; they are left out";
        }
    }
}
