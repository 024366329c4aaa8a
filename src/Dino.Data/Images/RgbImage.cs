namespace Dino.Data.Images;

/// <summary>An 8-bit RGB picture.</summary>
public sealed class RgbImage
{
    public const int Channels = 3;

    /// <param name="pixels">[height, width, 3] row-major, top row first, R, G, B, no padding; not copied.</param>
    public RgbImage(byte[] pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height * Channels)
        {
            throw new ArgumentException($"{pixels.Length} bytes for {width}x{height} RGB; expected {(long)width * height * Channels}", nameof(pixels));
        }

        (Pixels, Width, Height) = (pixels, width, height);
    }

    /// <summary>[Height, Width, 3] row-major, top row first, R, G, B.</summary>
    public byte[] Pixels { get; }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The rectangle with top left (<paramref name="x"/>, <paramref name="y"/>), which must lie inside.</summary>
    public RgbImage Crop(int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x + width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(y + height, Height);
        var cropped = Allocate(width, height);
        for (var row = 0; row < height; row++)
        {
            Row(y + row).Slice(x * Channels, width * Channels).CopyTo(cropped.Pixels.AsSpan(row * width * Channels));
        }

        return cropped;
    }

    /// <summary>Mirrored left to right.</summary>
    public RgbImage FlipHorizontally()
    {
        var flipped = Allocate(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            var source = Row(y);
            var target = flipped.Pixels.AsSpan(y * Width * Channels, Width * Channels);
            for (int from = 0, to = target.Length - Channels; to >= 0; from += Channels, to -= Channels)
            {
                target[to] = source[from];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + 2];
            }
        }

        return flipped;
    }

    internal static RgbImage Allocate(int width, int height)
        => new(GC.AllocateUninitializedArray<byte>(checked(width * height * Channels)), width, height);
}
