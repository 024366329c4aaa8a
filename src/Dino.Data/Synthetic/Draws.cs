using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic;

/// <summary>Random choices from a stream.</summary>
internal static class Draws
{
    public static bool Chance(this SplitMix64 stream, double probability) => stream.NextDouble() < probability;

    public static float NextSingle(this SplitMix64 stream, double low, double high) => (float)stream.NextDouble(low, high);

    public static T Pick<T>(this SplitMix64 stream, ReadOnlySpan<T> items) => items[stream.NextInt32(0, items.Length - 1)];

    /// <summary>Uniform in the logarithm: as many draws in [a, 2a] as in [2a, 4a].</summary>
    public static double NextLogUniform(this SplitMix64 stream, double low, double high)
        => low * Math.Pow(high / low, stream.NextDouble());

    /// <summary>A colour of uniform hue, saturation and value in the given ranges (hue in degrees, the others in percent).</summary>
    public static SKColor NextHsv(
        this SplitMix64 stream, (double Low, double High) hue, (double Low, double High) saturation, (double Low, double High) value)
        => SKColor.FromHsv(
            stream.NextSingle(hue.Low, hue.High) % 360, stream.NextSingle(saturation.Low, saturation.High), stream.NextSingle(value.Low, value.High));
}
