namespace Dino.Data.Transforms;

/// <summary>A transformed image with its targets, ready for batching. No torch type: the trainer turns batches into tensors.</summary>
public sealed record DetectionSample
{
    public required long ImageId { get; init; }

    /// <summary>[3, Height, Width] row-major float32, RGB, (value/255 - mean)/std.</summary>
    public required float[] Pixels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Size of the image file in pixels, the reference frame of results.</summary>
    public required int OriginalHeight { get; init; }

    public required int OriginalWidth { get; init; }

    /// <summary>[n] raw category ids.</summary>
    public required long[] Labels { get; init; }

    /// <summary>[n, 4] row-major (cx, cy, w, h), relative to the transformed image, in [0, 1].</summary>
    public required float[] BoxesCxCyWh { get; init; }
}
