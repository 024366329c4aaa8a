using System.Runtime.CompilerServices;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>Offsets and logits of one query-head as whole vectors: read in place where they are, else from a copy whose lanes after the last sample get no share of the softmax.</summary>
internal readonly unsafe struct ProjectedRow
{
    private const ushort MinusInfinity = 0xFF80;

    private readonly int _heads;
    private readonly int _samples;
    private readonly int _padded;
    private readonly ushort* _copy;

    /// <param name="copy">3 × padded elements.</param>
    public ProjectedRow(int heads, int samples, int padded, ushort* copy)
    {
        (_heads, _samples, _padded) = (heads, samples, padded);
        _copy = copy;
        new Span<ushort>(copy, 2 * padded).Clear();
        new Span<ushort>(copy + (2 * padded), padded).Fill(MinusInfinity);
    }

    public static long Size(int padded) => AlignedBuffer.SizeOf<ushort>(3 * padded);

    /// <param name="projected">[Rows, 3 * Heads * samples]: offsets (x, y) of all heads, then logits of all heads.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(ushort* projected, long row, int head, out ushort* offsets, out ushort* logits)
    {
        offsets = projected + (((row * 3 * _heads) + (2L * head)) * _samples);
        logits = projected + (((row * 3 * _heads) + (2L * _heads) + head) * _samples);
        if (_samples != _padded)
        {
            Unsafe.CopyBlockUnaligned(_copy, offsets, (uint)(2 * _samples * sizeof(ushort)));
            Unsafe.CopyBlockUnaligned(_copy + (2 * _padded), logits, (uint)(_samples * sizeof(ushort)));
            offsets = _copy;
            logits = _copy + (2 * _padded);
        }
    }
}
