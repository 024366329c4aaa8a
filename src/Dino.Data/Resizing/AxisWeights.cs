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
