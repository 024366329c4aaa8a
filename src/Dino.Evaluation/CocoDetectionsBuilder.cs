using System.Collections.Immutable;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Collects detections in memory; the order of adding is the order of ties.</summary>
/// <param name="source">Named in messages.</param>
public sealed class CocoDetectionsBuilder(string source = "detections in memory")
{
    private readonly ImmutableArray<long>.Builder _imageIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<long>.Builder _categoryIds = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<BoxXyWh>.Builder _boxes = ImmutableArray.CreateBuilder<BoxXyWh>();
    private readonly ImmutableArray<double>.Builder _scores = ImmutableArray.CreateBuilder<double>();

    public int Count => _scores.Count;

    /// <param name="box">In pixels of the original image.</param>
    /// <exception cref="BadInputException">The score or a side of the box is NaN or infinite.</exception>
    public void Add(long imageId, long categoryId, BoxXyWh box, double score)
    {
        if (!double.IsFinite(box.X + box.Y) || !double.IsFinite(box.Width) || !double.IsFinite(box.Height) || !double.IsFinite(score))
        {
            throw new BadInputException($"{source}: detection {Count}: box and score must be finite, found {box}, score {score}");
        }

        _imageIds.Add(imageId);
        _categoryIds.Add(categoryId);
        _boxes.Add(box);
        _scores.Add(score);
    }

    /// <summary>The detections so far; the builder is empty afterwards.</summary>
    public CocoDetections Build() => new()
    {
        Source = source,
        ImageIds = _imageIds.DrainToImmutable(),
        CategoryIds = _categoryIds.DrainToImmutable(),
        Boxes = _boxes.DrainToImmutable(),
        Scores = _scores.DrainToImmutable(),
    };
}
