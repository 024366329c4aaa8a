using Dino.Core.Attention;

namespace Dino.Figures.Attention;

/// <summary>Attention as a density over the original image: each sample is spread as a Gaussian that carries its weight.</summary>
/// <remarks>Values are per pixel and average over the layers and heads chosen, so that they sum to 1 less what falls outside the image (samples there, and
/// the tails of samples near the edge).</remarks>
public sealed class AttentionMap
{
    /// <summary>A Gaussian is cut off at so many sigmas; less than 0.01% of it lies beyond.</summary>
    private const double Reach = 4.5;

    /// <summary>The default sigma as a share of the image's longer side: about the radius of a head in a portrait, small enough to tell limbs apart.</summary>
    private const double DefaultShare = 0.018;

    private AttentionMap(float[] values, int width, int height, double sigma) => (Values, Width, Height, Sigma) = (values, width, height, sigma);

    /// <summary>[Height, Width] row-major.</summary>
    public float[] Values { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Of the Gaussian, in pixels of the original image.</summary>
    public double Sigma { get; }

    public float Highest => Values.Max();

    public float this[int x, int y] => Values[(y * Width) + x];

    public static double DefaultSigma(AttentionFrame frame) => Math.Max(1, DefaultShare * Math.Max(frame.OriginalWidth, frame.OriginalHeight));

    /// <summary>The map of a layer (all if null) and a head (all if null).</summary>
    /// <param name="sigma">In pixels of the original image, above 0; null for <see cref="DefaultSigma"/>.</param>
    public static AttentionMap Splat(AttentionSamples samples, int? layer = null, int? head = null, double? sigma = null)
    {
        var spread = sigma ?? DefaultSigma(samples.Frame);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spread, nameof(sigma));
        var (width, height) = (samples.Frame.OriginalWidth, samples.Frame.OriginalHeight);
        var sums = new double[width * height];
        var shares = (layer is null ? samples.Layers : 1) * (head is null ? samples.Heads : 1);
        foreach (var point in samples.Select(layer, head))
        {
            Add(sums, width, height, point, spread, point.Weight / shares);
        }

        return new AttentionMap(Array.ConvertAll(sums, value => (float)value), width, height, spread);
    }

    private static void Add(double[] sums, int width, int height, AttentionPoint point, double sigma, double mass)
    {
        if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
        {
            return;
        }

        var reach = Reach * sigma;
        var (left, right) = (Clamp(point.X - reach, width), Clamp(point.X + reach, width));
        var (top, bottom) = (Clamp(point.Y - reach, height), Clamp(point.Y + reach, height));
        var columns = Profile(left, right, point.X, sigma);
        var rows = Profile(top, bottom, point.Y, sigma);
        for (var y = top; y < bottom; y++)
        {
            var factor = mass * rows[y - top];
            for (var x = left; x < right; x++)
            {
                sums[(y * width) + x] += factor * columns[x - left];
            }
        }
    }

    /// <summary>The density at pixel centres, times one pixel.</summary>
    private static double[] Profile(int first, int end, double centre, double sigma)
    {
        var values = new double[Math.Max(0, end - first)];
        var scale = 1 / (sigma * Math.Sqrt(2 * Math.PI));
        for (var i = 0; i < values.Length; i++)
        {
            var distance = (first + i + 0.5 - centre) / sigma;
            values[i] = scale * Math.Exp(-0.5 * distance * distance);
        }

        return values;
    }

    private static int Clamp(double position, int size) => (int)Math.Clamp(Math.Floor(position), 0, size);
}
