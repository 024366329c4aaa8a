using System.Collections.Immutable;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Objects and detections sorted into evaluated categories and images, in the order in which pycocotools meets them
/// (<c>COCOeval._prepare</c>): category, then image id, then position in the file.</summary>
internal sealed class EvaluationPlan
{
    private readonly CocoGroundTruth _groundTruth;
    private readonly CocoDetections _detections;

    public EvaluationPlan(CocoGroundTruth groundTruth, CocoDetections detections, EvaluationOptions options)
    {
        _groundTruth = groundTruth;
        _detections = detections;
        Options = options;
        ImageIds = SelectedImages(groundTruth, options);
        CategoryIds = options.UseCategories ? groundTruth.CategoryIds : [-1];

        var images = new IdIndex(ImageIds);
        var categories = new IdIndex(groundTruth.CategoryIds);
        RequireKnownImages(groundTruth, detections);
        Objects = Group(
            EffectiveAnnotations(images),
            groundTruth.AnnotationImageIds,
            groundTruth.AnnotationCategoryIds,
            images,
            categories);
        Detections = Group(
            Positions(detections.Count),
            detections.ImageIds,
            detections.CategoryIds,
            images,
            categories);
    }

    public EvaluationOptions Options { get; }

    /// <summary>Evaluated images, sorted.</summary>
    public ImmutableArray<long> ImageIds { get; }

    /// <summary>Evaluated categories, sorted; one called -1 when categories are not used.</summary>
    public ImmutableArray<long> CategoryIds { get; }

    /// <summary>Annotations of the evaluated images and known categories.</summary>
    public GroupedItems Objects { get; }

    public GroupedItems Detections { get; }

    public GroundTruthBox ObjectAt(int index) => new(
        _groundTruth.Boxes[index],
        _groundTruth.Areas[index],
        _groundTruth.IsCrowd[index],
        _groundTruth.AnnotationIds[index] == 0);

    public BoxXyWh DetectionAt(int index) => _detections.Boxes[index];

    public double ScoreAt(int index) => _detections.Scores[index];

    private static ImmutableArray<long> SelectedImages(CocoGroundTruth groundTruth, EvaluationOptions options)
    {
        if (options.ImageIds is null)
        {
            return groundTruth.ImageIds;
        }

        var unknown = options.ImageIds.Where(id => groundTruth.ImageIds.BinarySearch(id) < 0).ToList();
        return unknown.Count == 0
            ? [.. options.ImageIds.Distinct().Order()]
            : throw new BadInputException($"{groundTruth.Source}: {unknown.Count} of the images to evaluate are not in it, image {unknown[0]} for one");
    }

    private static void RequireKnownImages(CocoGroundTruth groundTruth, CocoDetections detections)
    {
        var known = new IdIndex(groundTruth.ImageIds);
        var unknown = 0;
        var first = -1;
        for (var i = 0; i < detections.Count; i++)
        {
            if (known.Find(detections.ImageIds[i]) < 0)
            {
                first = unknown++ == 0 ? i : first;
            }
        }

        if (unknown > 0)
        {
            throw new BadInputException(
                $"{detections.Source}: {unknown} of {detections.Count} detections name an image that is not in {groundTruth.Source}; "
                + $"the first is detection {first} (counted from 0), image_id {detections.ImageIds[first]}. Are these the results of another dataset?");
        }
    }

    /// <summary>The annotations of the selected images, image by image. Of annotations with one id the last stands for all of them, because
    /// pycocotools looks annotations up by id (<c>COCO.loadAnns</c>).</summary>
    private int[] EffectiveAnnotations(IdIndex images)
    {
        var ids = _groundTruth.AnnotationIds;
        var last = new Dictionary<long, int>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            last[ids[i]] = i;
        }

        if (last.Count == ids.Length)
        {
            return Positions(ids.Length);
        }

        var categories = new IdIndex(_groundTruth.CategoryIds);
        return
        [
            .. Enumerable.Range(0, ids.Length)
                .Where(i => images.Find(_groundTruth.AnnotationImageIds[i]) >= 0)
                .Where(i => !Options.UseCategories || categories.Find(_groundTruth.AnnotationCategoryIds[i]) >= 0)
                .OrderBy(i => images.Find(_groundTruth.AnnotationImageIds[i]))
                .Select(i => last[ids[i]]),
        ];
    }

    private static int[] Positions(int count)
    {
        var positions = new int[count];
        for (var i = 0; i < count; i++)
        {
            positions[i] = i;
        }

        return positions;
    }

    private GroupedItems Group(int[] items, ImmutableArray<long> imageIds, ImmutableArray<long> categoryIds, IdIndex images, IdIndex categories)
    {
        var image = new int[items.Length];
        var category = new int[items.Length];
        var kept = 0;
        foreach (var item in items)
        {
            var imageIndex = images.Find(imageIds[item]);
            var categoryIndex = categories.Find(categoryIds[item]);
            if (imageIndex >= 0 && categoryIndex >= 0)
            {
                items[kept] = item;
                image[kept] = imageIndex;
                category[kept] = categoryIndex;
                kept++;
            }
        }

        return GroupedItems.Sort(
            items.AsSpan(0, kept),
            image.AsSpan(0, kept),
            category.AsSpan(0, kept),
            images.Count,
            categories.Count,
            Options.UseCategories);
    }
}

/// <summary>One object to find, as the matching sees it.</summary>
/// <param name="Box">In pixels.</param>
/// <param name="Area">The file's, in pixels squared.</param>
/// <param name="IsCrowd">Ignored, matched any number of times, overlap taken relative to the detection.</param>
/// <param name="HasIdZero">A match to it is stored as its id, which is 0, which means unmatched (pycocotools <c>evaluateImg</c>).</param>
internal readonly record struct GroundTruthBox(BoxXyWh Box, double Area, bool IsCrowd, bool HasIdZero);
