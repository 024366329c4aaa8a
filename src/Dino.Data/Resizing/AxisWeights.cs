using Dino.Data.Images;

namespace Dino.Data.Resizing;

/// <summary>Which source samples make each output sample along one axis, and with what fixed-point weights: Pillow's <c>precompute_coeffs</c> and
/// <c>normalize_coeffs_8bpc</c> (libImaging/Resample.c) for the triangle filter. The weights of an output add up to 2^22 within a rounding each,
/// so a weighted sum of bytes never needs clipping.</summary>
internal sealed class AxisWeights
{
    /// <summary>Pillow's PRECISION_BITS: 32 - 8 bits of a sample - 2 bits of head room.</summary>
    public const int FractionBits = 22;

    /// <summary>One half, so that the final shift rounds.</summary>
    public const int Rounding = 1 << (FractionBits - 1);

    private readonly int[] _first;
    private readonly int[][] _weights;

    public AxisWeights(int inputs, int outputs)
    {
        var scale = (double)inputs / outputs;
        var support = Math.Max(scale, 1);
        var inverseSupport = 1 / support;
        _first = new int[outputs];
        _weights = new int[outputs][];
        var real = new double[((int)Math.Ceiling(support) * 2) + 1];
        for (var output = 0; output < outputs; output++)
        {
            var center = (output + 0.5) * scale;
            var first = Math.Max(0, (int)(center - support + 0.5));
            var count = Math.Min(inputs, (int)(center + support + 0.5)) - first;
            var sum = 0.0;
            for (var tap = 0; tap < count; tap++)
            {
                real[tap] = Math.Max(0, 1 - Math.Abs((tap + first - center + 0.5) * inverseSupport));
                sum += real[tap];
            }

            _first[output] = first;
            _weights[output] = new int[count];
            for (var tap = 0; tap < count; tap++)
            {
                _weights[output][tap] = (int)(0.5 + (real[tap] / sum * (1 << FractionBits)));
            }

            MaxTaps = Math.Max(MaxTaps, count);
        }
    }

    public int Outputs => _first.Length;

    /// <summary>Most source samples that any output sample needs.</summary>
    public int MaxTaps { get; }

    /// <summary>First source sample of an output sample.</summary>
    public int First(int output) => _first[output];

    /// <summary>Weights of the source samples from <see cref="First"/> on, in units of 2^-22.</summary>
    public ReadOnlySpan<int> Of(int output) => _weights[output];
}

/// <summary>The weights of a row's output pixels, laid out for a multiplication of 16-bit pairs: source pixels two by two, each 22-bit weight in
/// an upper and a lower half of 11 bits, so that products and sums stay exact in 32 bits.</summary>
internal sealed class ColumnWeights
{
    public const int HalfBits = AxisWeights.FractionBits / 2;

    private const int LowerHalf = (1 << HalfBits) - 1;

    public ColumnWeights(AxisWeights weights)
    {
        Pairs = (weights.MaxTaps + 1) / 2;
        Offsets = new int[weights.Outputs];
        Halves = new int[weights.Outputs * Pairs * 2];
        for (var output = 0; output < weights.Outputs; output++)
        {
            Offsets[output] = weights.First(output) * RgbImage.Channels;
            var taps = weights.Of(output);
            for (var pair = 0; pair < Pairs; pair++)
            {
                var left = 2 * pair < taps.Length ? taps[2 * pair] : 0;
                var right = (2 * pair) + 1 < taps.Length ? taps[(2 * pair) + 1] : 0;
                var at = ((output * Pairs) + pair) * 2;
                Halves[at] = (left >> HalfBits) | ((right >> HalfBits) << 16);
                Halves[at + 1] = (left & LowerHalf) | ((right & LowerHalf) << 16);
            }
        }
    }

    /// <summary>Pairs of source pixels for every output pixel; missing ones have weight 0.</summary>
    public int Pairs { get; }

    /// <summary>[outputs] Byte offset of the first source pixel.</summary>
    public int[] Offsets { get; }

    /// <summary>[outputs, Pairs, 2] Upper then lower halves; of each, the left pixel's in the low 16 bits, the right one's in the high 16.</summary>
    public int[] Halves { get; }
}
