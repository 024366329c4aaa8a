namespace Dino.Data.Resizing;

/// <summary>DINO's size rule (datasets/transforms.py, <c>get_size_with_aspect_ratio</c>).</summary>
public static class ResizeRule
{
    /// <summary>The size whose short side is <paramref name="shortSide"/>, or less if the long side would pass <paramref name="maxSize"/>.
    /// 640x480 at 800, 1333 gives 1066x800; 2000x600 gives 1333x400.</summary>
    /// <param name="maxSize">Cap of the long side in pixels; null for none. Rounding may pass it by a few pixels at extreme aspects, as in the reference.</param>
    public static (int Width, int Height) Apply(int width, int height, int shortSide, int? maxSize)
    {
        double low = Math.Min(width, height);
        double high = Math.Max(width, height);
        var target = shortSide;
        if (maxSize is { } cap && high / low * shortSide > cap)
        {
            // The reference rounds to 0 beyond an aspect of 2 * cap and fails; one pixel is the nearest size there is.
            target = Math.Max(1, (int)Math.Round(cap * low / high, MidpointRounding.ToEven));
        }

        if (Math.Min(width, height) == target)
        {
            return (width, height);
        }

        return width < height
            ? (target, (int)(target * (double)height / width))
            : ((int)(target * (double)width / height), target);
    }
}
