using Dino.Data.Images;

namespace Dino.Data.Tests.Resizing;

/// <summary>Pillow's triangle-filter resize as plain loops (libImaging/Resample.c): slow and obvious.</summary>
internal static class PlainResize
{
    private const int FractionBits = 22;

    public static RgbImage Apply(RgbImage source, int width, int height)
    {
        var wide = source.Width == width ? source : Make(width, source.Height, (x, y, c) => Sum(source.Width, width, x, i => source.Row(y)[(i * 3) + c]));
        return wide.Height == height ? wide : Make(width, height, (x, y, c) => Sum(wide.Height, height, y, i => wide.Row(i)[(x * 3) + c]));
    }

    private static RgbImage Make(int width, int height, Func<int, int, int, byte> value)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = value(i / 3 % width, i / 3 / width, i % 3);
        }

        return new RgbImage(pixels, width, height);
    }

    private static byte Sum(int inputs, int outputs, int output, Func<int, byte> sample)
    {
        var scale = (double)inputs / outputs;
        var support = Math.Max(scale, 1.0);
        var center = (output + 0.5) * scale;
        var first = Math.Max(0, (int)(center - support + 0.5));
        var last = Math.Min(inputs, (int)(center + support + 0.5));
        var weights = Enumerable.Range(first, last - first).Select(i => Math.Max(0, 1 - Math.Abs((i - center + 0.5) * (1.0 / support)))).ToArray();
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var sum = 1 << (FractionBits - 1);
        for (var i = 0; i < weights.Length; i++)
        {
            sum += sample(first + i) * (int)(0.5 + (weights[i] / total * (1 << FractionBits)));
        }

        return (byte)Math.Clamp(sum >> FractionBits, 0, 255);
    }
}
