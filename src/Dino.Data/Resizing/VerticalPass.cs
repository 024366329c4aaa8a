using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dino.Data.Resizing;

/// <summary>Weighted sums of whole rows, rounded to bytes.</summary>
internal sealed class VerticalPass(int rowBytes)
{
    private readonly int[] _sums = new int[rowBytes];
    private readonly byte[] _result = new byte[rowBytes];

    /// <summary>The sum over the rows from <paramref name="first"/> on; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(HorizontalPass rows, int first, ReadOnlySpan<int> weights)
    {
        Array.Fill(_sums, AxisWeights.Rounding);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            Accumulate(rows.Row(first + tap), weights[tap], _sums);
        }

        Round(_sums, _result);
        return _result;
    }

    private static void Accumulate(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        ref var bytes = ref MemoryMarshal.GetReference(row);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        var weights = Vector256.Create(weight);
        var i = 0;
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref bytes, (nuint)i));
            var (low0, low1) = Vector256.Widen(low);
            var (high0, high1) = Vector256.Widen(high);
            ref var total = ref Unsafe.Add(ref totals, i);
            Add(low0, weights, ref total);
            Add(low1, weights, ref Unsafe.Add(ref total, Vector256<int>.Count));
            Add(high0, weights, ref Unsafe.Add(ref total, 2 * Vector256<int>.Count));
            Add(high1, weights, ref Unsafe.Add(ref total, 3 * Vector256<int>.Count));
        }

        for (; i < row.Length; i++)
        {
            sums[i] += row[i] * weight;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<uint> samples, Vector256<int> weights, ref int totals)
        => (Vector256.LoadUnsafe(ref totals) + (samples.AsInt32() * weights)).StoreUnsafe(ref totals);

    private static void Round(ReadOnlySpan<int> sums, Span<byte> result)
    {
        ref var totals = ref MemoryMarshal.GetReference(sums);
        ref var bytes = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= sums.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            ref var total = ref Unsafe.Add(ref totals, i);
            var low = Vector256.Narrow(Shifted(ref total, 0), Shifted(ref total, 1));
            var high = Vector256.Narrow(Shifted(ref total, 2), Shifted(ref total, 3));
            Vector256.Narrow(low, high).StoreUnsafe(ref bytes, (nuint)i);
        }

        for (; i < sums.Length; i++)
        {
            result[i] = (byte)(sums[i] >> AxisWeights.FractionBits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Shifted(ref int totals, int vector)
        => Vector256.LoadUnsafe(ref totals, (nuint)(vector * Vector256<int>.Count)).AsUInt32() >> AxisWeights.FractionBits;
}
