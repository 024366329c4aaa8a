using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dino.Data.Resizing;

/// <summary>Weighted sums of whole rows.</summary>
internal static class VerticalPass
{
    /// <summary>Each byte of <paramref name="result"/> becomes the rounded sum over the rows from <paramref name="first"/> on.</summary>
    public static void Apply(HorizontalPass rows, int first, ReadOnlySpan<int> weights, Span<byte> result)
    {
        Span<int> sums = new int[result.Length];
        sums.Fill(AxisWeights.Rounding);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            Accumulate(rows.Row(first + tap), weights[tap], sums);
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(sums[i] >> AxisWeights.FractionBits);
        }
    }

    private static void Accumulate(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        ref var bytes = ref MemoryMarshal.GetReference(row);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        var i = 0;
        for (; i <= row.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref bytes, (nuint)i));
            Add(Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)), ref Unsafe.Add(ref totals, i), weight);
            Add(Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)), ref Unsafe.Add(ref totals, i + Vector256<int>.Count), weight);
        }

        for (; i < row.Length; i++)
        {
            sums[i] += row[i] * weight;
        }
    }

    private static void Add(Vector256<uint> samples, ref int totals, int weight)
        => (Vector256.LoadUnsafe(ref totals) + (samples.AsInt32() * weight)).StoreUnsafe(ref totals);
}
