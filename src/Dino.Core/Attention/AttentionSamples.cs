using Dino.Core.Coco;

namespace Dino.Core.Attention;

/// <summary>Where one query looked: the deformable attention's samples in every layer (a decoder query, or an encoder token).</summary>
public sealed record AttentionSamples
{
    /// <summary>What the samples belong to, such as "pedestrian 0.93 in 000012.jpg".</summary>
    public required string Subject { get; init; }

    /// <summary>The detection's box in pixels of the original image; null for a token.</summary>
    public required BoxXyWh? Box { get; init; }

    public required double? Score { get; init; }

    /// <summary>The chosen pixel of an encoder token, in the original image; null for a detection.</summary>
    public (double X, double Y)? Pixel { get; init; }

    public string Kind => Pixel is null ? "Decoder cross-attention of one query" : "Encoder attention of the finest level's token at a pixel";

    public required AttentionFrame Frame { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int Levels { get; init; }

    public required int Points { get; init; }

    /// <summary>[Layers, Heads, Levels, Points, 2] row-major (x, y), relative to the padded input.</summary>
    public required float[] Locations { get; init; }

    /// <summary>[Layers, Heads, Levels, Points] row-major; those of one layer and head sum to 1.</summary>
    public required float[] Weights { get; init; }

    /// <summary>The samples of a layer (all if null) and a head (all if null), in pixels of the original image.</summary>
    /// <exception cref="BadInputException">The arrays do not have the lengths that the sizes ask for.</exception>
    public IEnumerable<AttentionPoint> Select(int? layer = null, int? head = null)
    {
        var perHead = Levels * Points;
        var expected = Layers * Heads * perHead;
        if (Weights.Length != expected || Locations.Length != 2 * expected)
        {
            throw new BadInputException(
                $"attention of {Subject}: {Weights.Length} weights and {Locations.Length} coordinates; expected {expected} and {2 * expected}");
        }

        for (var l = layer ?? 0; l <= (layer ?? Layers - 1); l++)
        {
            for (var h = head ?? 0; h <= (head ?? Heads - 1); h++)
            {
                for (var i = 0; i < perHead; i++)
                {
                    var sample = (((l * Heads) + h) * perHead) + i;
                    var (x, y) = Frame.ToOriginal(Locations[2 * sample], Locations[(2 * sample) + 1]);
                    yield return new AttentionPoint(x, y, Weights[sample], i / Points);
                }
            }
        }
    }
}

/// <summary>One sample in pixels of the original image.</summary>
/// <param name="Weight">Share of the head's attention, 0 to 1.</param>
/// <param name="Level">Feature level, 0 the finest.</param>
public readonly record struct AttentionPoint(double X, double Y, double Weight, int Level);
