using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dino.Data.Images;

namespace Dino.Data.Resizing;

/// <summary>Rows of a picture resized in width, computed two by two when first asked for and kept in a ring of the last few.</summary>
internal sealed class HorizontalPass
{
    // Two pixels are read as 8 bytes, one is written as 4.
    private const int ReadBytes = sizeof(ulong);
    private const int PairBytes = 2 * RgbImage.Channels;
    private const int WriteOverhang = 1;

    private readonly RgbImage _source;
    private readonly ColumnWeights? _columns;
    private readonly int _rowBytes;
    private readonly byte[][] _padded;
    private readonly byte[][] _ring;
    private int _computed;

    /// <param name="columns">Weights along the width; null when the width stays.</param>
    /// <param name="rowsKept">How many rows back a caller may ask.</param>
    public HorizontalPass(RgbImage source, AxisWeights? columns, int rowsKept)
    {
        _source = source;
        _columns = columns is null ? null : new ColumnWeights(columns);
        _rowBytes = (columns?.Outputs ?? source.Width) * RgbImage.Channels;
        var readBytes = _columns is null ? 0 : _columns.Offsets[^1] + (_columns.Pairs * PairBytes) + ReadBytes;
        _padded = [new byte[readBytes], new byte[readBytes]];

        // One more than kept: the row computed ahead must not push out one that is still asked for.
        _ring = new byte[_columns is null ? 0 : rowsKept + 1][];
        for (var slot = 0; slot < _ring.Length; slot++)
        {
            _ring[slot] = GC.AllocateUninitializedArray<byte>(_rowBytes + WriteOverhang);
        }
    }

    /// <summary>Row <paramref name="y"/>; rows must be asked for in rising order, save for those the ring still holds.</summary>
    public ArraySegment<byte> Row(int y)
    {
        if (_columns is null)
        {
            return new ArraySegment<byte>(_source.Pixels, y * _rowBytes, _rowBytes);
        }

        // Rows that nobody asked for before they left the ring are not needed.
        for (_computed = Math.Max(_computed, y - _ring.Length + 2); _computed <= y; _computed += 2)
        {
            var below = Math.Min(_computed + 1, _source.Height - 1);
            Compute(_columns, Readable(_computed), Readable(below), _ring[_computed % _ring.Length], _ring[(_computed + 1) % _ring.Length]);
        }

        return new ArraySegment<byte>(_ring[y % _ring.Length], 0, _rowBytes);
    }

    /// <summary>The source row with enough bytes behind it: the next rows, or at the end of the picture a padded copy.</summary>
    private ReadOnlySpan<byte> Readable(int y)
    {
        var rest = _source.Pixels.AsSpan(y * _source.Width * RgbImage.Channels);
        if (rest.Length >= _padded[0].Length)
        {
            return rest;
        }

        _source.Row(y).CopyTo(_padded[y % 2]);
        return _padded[y % 2];
    }

    private static void Compute(ColumnWeights columns, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourceBelow, Span<byte> target, Span<byte> targetBelow)
    {
        // The low bytes of three 32-bit sums side by side.
        var gather = Vector128.Create((byte)0, 4, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        ref var start = ref MemoryMarshal.GetReference(source);
        ref var startBelow = ref MemoryMarshal.GetReference(sourceBelow);
        ref var output = ref MemoryMarshal.GetReference(target);
        ref var outputBelow = ref MemoryMarshal.GetReference(targetBelow);
        ref var halves = ref MemoryMarshal.GetArrayDataReference(columns.Halves);
        foreach (var offset in columns.Offsets)
        {
            ref var pixels = ref Unsafe.Add(ref start, offset);
            ref var pixelsBelow = ref Unsafe.Add(ref startBelow, offset);
            var upper = Vector256<int>.Zero;
            var lower = Vector256.Create(AxisWeights.Rounding);
            for (var pair = 0; pair < columns.Pairs; pair++)
            {
                var samples = Vector256.Create(ReadPair(ref pixels), ReadPair(ref pixelsBelow));
                upper += MultiplyAddPairs(samples, Vector256.Create(halves).AsInt16());
                lower += MultiplyAddPairs(samples, Vector256.Create(Unsafe.Add(ref halves, 1)).AsInt16());
                halves = ref Unsafe.Add(ref halves, 2);
                pixels = ref Unsafe.Add(ref pixels, PairBytes);
                pixelsBelow = ref Unsafe.Add(ref pixelsBelow, PairBytes);
            }

            var rounded = Vector256.ShiftRightLogical((upper << ColumnWeights.HalfBits) + lower, AxisWeights.FractionBits).AsByte();
            Unsafe.WriteUnaligned(ref output, Vector128.ShuffleNative(rounded.GetLower(), gather).AsUInt32().ToScalar());
            Unsafe.WriteUnaligned(ref outputBelow, Vector128.ShuffleNative(rounded.GetUpper(), gather).AsUInt32().ToScalar());
            output = ref Unsafe.Add(ref output, RgbImage.Channels);
            outputBelow = ref Unsafe.Add(ref outputBelow, RgbImage.Channels);
        }
    }

    /// <summary>Two pixels R G B r g b as 16-bit pairs R r, G g, B b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> ReadPair(ref byte pixels) => Vector128.ShuffleNative(
        Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref pixels)).AsByte(),
        Vector128.Create((byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAddPairs(Vector256<short> left, Vector256<short> right)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(left, right);
        }

        var (even, odd) = (left.AsInt32() << 16 >> 16, left.AsInt32() >> 16);
        return (even * (right.AsInt32() << 16 >> 16)) + (odd * (right.AsInt32() >> 16));
    }
}

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
