using System.Collections.Immutable;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>What a detector found, as parallel arrays in the order of the file.</summary>
public sealed record CocoDetections
{
    /// <summary>Where it was read from; used in messages.</summary>
    public required string Source { get; init; }

    public required ImmutableArray<long> ImageIds { get; init; }

    public required ImmutableArray<long> CategoryIds { get; init; }

    /// <summary>In pixels of the original image.</summary>
    public required ImmutableArray<BoxXyWh> Boxes { get; init; }

    public required ImmutableArray<double> Scores { get; init; }

    public int Count => Scores.Length;

    /// <summary>Reads a COCO results list, plain or gzipped (told by its first bytes).</summary>
    /// <exception cref="BadInputException">Not such a file; the message names file, record and what was expected.</exception>
    public static CocoDetections Load(string path)
    {
        var detections = new CocoDetectionsBuilder(path);
        CocoResultsReader.Read(path, detections.Add);
        return detections.Build();
    }

    /// <summary>Writes a COCO results list atomically; every number reads back to the same double.</summary>
    public void Save(string path) => CocoWriter.WriteResults(path, add =>
    {
        for (var i = 0; i < Count; i++)
        {
            add(ImageIds[i], CategoryIds[i], Boxes[i], Scores[i]);
        }
    });
}

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
