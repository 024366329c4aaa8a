using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dino.Data.Resizing;

/// <summary>Weighted sums of whole rows, rounded to bytes.</summary>
/// <param name="maxTaps">Most rows that a sum takes.</param>
internal sealed class VerticalPass(int rowBytes, int maxTaps)
{
    private readonly ArraySegment<byte>[] _rows = new ArraySegment<byte>[maxTaps];
    private readonly byte[] _result = new byte[rowBytes];

    /// <summary>The sum over the rows from <paramref name="first"/> on; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(HorizontalPass rows, int first, ReadOnlySpan<int> weights)
    {
        for (var tap = 0; tap < weights.Length; tap++)
        {
            _rows[tap] = rows.Row(first + tap);
        }

        for (var x = Sum(_rows, weights, _result); x < rowBytes; x++)
        {
            var sum = AxisWeights.Rounding;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += _rows[tap][x] * weights[tap];
            }

            _result[x] = (byte)(sum >> AxisWeights.FractionBits);
        }

        return _result;
    }

    /// <summary>The sums stay in registers over the taps.</summary>
    /// <returns>Bytes done, a multiple of the vector's length.</returns>
    private static int Sum(ReadOnlySpan<ArraySegment<byte>> rows, ReadOnlySpan<int> weights, Span<byte> result)
    {
        ref var target = ref MemoryMarshal.GetReference(result);
        var x = 0;
        for (; x <= result.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var first = Vector256.Create((uint)AxisWeights.Rounding);
            var (second, third, fourth) = (first, first, first);
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var row = rows[tap];
                var weight = Vector256.Create((uint)weights[tap]);
                var samples = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(row.Array!), (nuint)(row.Offset + x));
                var (low, high) = Vector256.Widen(samples);
                first += Vector256.WidenLower(low) * weight;
                second += Vector256.WidenUpper(low) * weight;
                third += Vector256.WidenLower(high) * weight;
                fourth += Vector256.WidenUpper(high) * weight;
            }

            Narrow(Narrow(first, second), Narrow(third, fourth)).StoreUnsafe(ref target, (nuint)x);
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Narrow(Vector256<uint> low, Vector256<uint> high)
        => Vector256.Narrow(low >> AxisWeights.FractionBits, high >> AxisWeights.FractionBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Narrow(Vector256<ushort> low, Vector256<ushort> high) => Vector256.Narrow(low, high);
}
