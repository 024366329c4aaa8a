using Dino.Data.Images;

namespace Dino.Data.Resizing;

/// <summary>Pillow's BILINEAR on 8-bit data, byte for byte: a triangle filter widened when shrinking, horizontal pass first, rounded to 8 bits,
/// then the vertical pass. Other resizers give other pixels and can move AP (pytorch/vision#2950).</summary>
public static class BilinearResize
{
    public static RgbImage Apply(RgbImage source, int width, int height)
    {
        if (source.Width == width && source.Height == height)
        {
            return source;
        }

        var target = RgbImage.Allocate(width, height);
        Stream(source, width, height, (y, row) => row.CopyTo(target.Pixels.AsSpan(y * row.Length)));
        return target;
    }

    /// <summary>Hands over the rows of the resized picture from the top, without keeping them.</summary>
    /// <param name="onRow">Gets the row's number and its width * 3 bytes, valid during the call.</param>
    internal static void Stream(RgbImage source, int width, int height, Action<int, ReadOnlySpan<byte>> onRow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var columns = source.Width == width ? null : new AxisWeights(source.Width, width);
        if (source.Height == height)
        {
            var pass = new HorizontalPass(source, columns, rowsKept: 1);
            for (var y = 0; y < height; y++)
            {
                onRow(y, pass.Row(y));
            }

            return;
        }

        var rows = new AxisWeights(source.Height, height);
        var window = new HorizontalPass(source, columns, rows.MaxTaps);
        var blend = new VerticalPass(width * RgbImage.Channels, rows.MaxTaps);
        for (var y = 0; y < height; y++)
        {
            onRow(y, blend.Row(window, rows.First(y), rows.Of(y)));
        }
    }
}
