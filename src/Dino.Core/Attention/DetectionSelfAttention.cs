using Dino.Core.Coco;

namespace Dino.Core.Attention;

/// <summary>How much an image's detections attend to each other in the decoder's self-attention.</summary>
public sealed record DetectionSelfAttention
{
    /// <summary>The image's name.</summary>
    public required string Subject { get; init; }

    /// <summary>In pixels of the original image, best first.</summary>
    public required IReadOnlyList<BoxXyWh> Boxes { get; init; }

    public required IReadOnlyList<double> Scores { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    /// <summary>Of the decoder; a query's weights over all of them sum to 1, those in <see cref="Weights"/> to less.</summary>
    public required int Queries { get; init; }

    /// <summary>[Layers, Heads, n, n] row-major for n boxes: how much the row attends to the column.</summary>
    public required float[] Weights { get; init; }

    /// <summary>Mean over the heads of one layer.</summary>
    public double Of(int layer, int row, int column)
    {
        var count = Boxes.Count;
        return Enumerable.Range(0, Heads).Average(head => Weights[(((((layer * Heads) + head) * count) + row) * count) + column]);
    }
}
