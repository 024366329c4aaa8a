using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Collects the records of a ground-truth file and says what is odd about them.</summary>
internal sealed class GroundTruthBuilder
{
    private readonly HashSet<long> _imageIds = [];
    private readonly Dictionary<long, string> _categories = [];
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

    /// <summary>The ground truth so far; the builder must not be used afterwards.</summary>
    public CocoGroundTruth Build(string source)
    {
        var warnings = Warnings();
        long[] imageIds = [.. _imageIds];
        Array.Sort(imageIds);
        long[] categoryIds = [.. _categories.Keys];
        Array.Sort(categoryIds);
        return new CocoGroundTruth
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
}
