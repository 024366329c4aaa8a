using System.Collections.Immutable;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>The boxes to find, as structures of arrays; annotation arrays are parallel and in the order of the file.</summary>
public sealed record CocoGroundTruth
{
    /// <summary>Where it was read from; used in messages.</summary>
    public required string Source { get; init; }

    /// <summary>Sorted, each once.</summary>
    public required ImmutableArray<long> ImageIds { get; init; }

    /// <summary>Sorted, each once.</summary>
    public required ImmutableArray<long> CategoryIds { get; init; }

    /// <summary>Parallel to <see cref="CategoryIds"/>.</summary>
    public required ImmutableArray<string> CategoryNames { get; init; }

    public required ImmutableArray<long> AnnotationIds { get; init; }

    public required ImmutableArray<long> AnnotationImageIds { get; init; }

    public required ImmutableArray<long> AnnotationCategoryIds { get; init; }

    /// <summary>In pixels.</summary>
    public required ImmutableArray<BoxXyWh> Boxes { get; init; }

    /// <summary>The file's <c>area</c> in pixels squared (for COCO the mask's), which decides small, medium and large.</summary>
    public required ImmutableArray<double> Areas { get; init; }

    public required ImmutableArray<bool> IsCrowd { get; init; }

    /// <summary>What in the file is odd, with counts; pycocotools passes over these in silence.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Reads a COCO "instances" file, plain or gzipped (told by its first bytes).</summary>
    /// <exception cref="BadInputException">Not such a file; the message names file, record and what was expected.</exception>
    public static CocoGroundTruth Load(string path)
    {
        var groundTruth = new CocoGroundTruthBuilder(path);
        CocoInstancesReader.Read(path, CocoContent.Boxes, groundTruth.Records);
        return groundTruth.Build();
    }
}
