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
