using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dino.Data.Images;

namespace Dino.Data.Resizing;

/// <summary>Rows of a picture resized in width, computed when first asked for and kept in a ring of the last few.</summary>
internal sealed class HorizontalPass
{
    // A pixel is read and written as 4 bytes, one beyond its own.
    private const int Overhang = 1;

    private readonly RgbImage _source;
    private readonly AxisWeights? _columns;
    private readonly int _rowBytes;
    private readonly byte[] _lastSourceRow;
    private readonly byte[][] _ring;
    private int _computed;

    /// <param name="columns">Weights along the width; null when the width stays.</param>
    /// <param name="rowsKept">How many rows back a caller may ask.</param>
    public HorizontalPass(RgbImage source, AxisWeights? columns, int rowsKept)
    {
        (_source, _columns) = (source, columns);
        _rowBytes = (columns?.Outputs ?? source.Width) * RgbImage.Channels;
        _lastSourceRow = [.. source.Row(source.Height - 1), .. new byte[Overhang]];
        _ring = new byte[columns is null ? 0 : Math.Min(rowsKept, source.Height)][];
        for (var slot = 0; slot < _ring.Length; slot++)
        {
            _ring[slot] = new byte[_rowBytes + Overhang];
        }
    }

    /// <summary>Row <paramref name="y"/>; rows must be asked for in rising order, save for those the ring still holds.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        if (_columns is null)
        {
            return _source.Row(y);
        }

        // Rows that no output needs (shrinking by more than the filter's reach does not occur, cropping might) are skipped.
        for (_computed = Math.Max(_computed, y - _ring.Length + 1); _computed <= y; _computed++)
        {
            ref readonly var pixels = ref _computed == _source.Height - 1
                ? ref MemoryMarshal.GetArrayDataReference(_lastSourceRow)
                : ref MemoryMarshal.GetReference(_source.Row(_computed));
            Compute(_columns, in pixels, _ring[_computed % _ring.Length]);
        }

        return _ring[y % _ring.Length].AsSpan(0, _rowBytes);
    }

    private static void Compute(AxisWeights columns, ref readonly byte source, Span<byte> target)
    {
        ref var start = ref Unsafe.AsRef(in source);
        ref var output = ref MemoryMarshal.GetReference(target);
        for (var x = 0; x < columns.Outputs; x++)
        {
            var sum = Vector128.Create(AxisWeights.Rounding);
            ref var pixel = ref Unsafe.Add(ref start, columns.First(x) * RgbImage.Channels);
            foreach (var weight in columns.Of(x))
            {
                var bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * weight;
                pixel = ref Unsafe.Add(ref pixel, RgbImage.Channels);
            }

            var rounded = Vector128.ShiftRightLogical(sum, AxisWeights.FractionBits);
            var narrow = Vector128.Narrow(Vector128.Narrow(rounded, rounded).AsUInt16(), Vector128<ushort>.Zero);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref output, x * RgbImage.Channels), narrow.AsUInt32().ToScalar());
        }
    }
}
