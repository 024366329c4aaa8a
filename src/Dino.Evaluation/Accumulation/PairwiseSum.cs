namespace Dino.Evaluation;

/// <summary>Mean with the additions in numpy's order (<c>pairwise_sum</c> in umath/loops_utils.h), so that means agree to the last bit.</summary>
internal static class PairwiseSum
{
    private const int Block = 128;
    private const int Lanes = 8;

    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    private static double Sum(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            var few = 0.0;
            foreach (var value in values)
            {
                few += value;
            }

            return few;
        }

        if (values.Length > Block)
        {
            var half = values.Length / 2 / Lanes * Lanes;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        var i = Lanes;
        for (; i < values.Length - (values.Length % Lanes); i += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                lanes[lane] += values[i + lane];
            }
        }

        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
