using Dino.Data.Images;

namespace Dino.Data.Resizing;

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
