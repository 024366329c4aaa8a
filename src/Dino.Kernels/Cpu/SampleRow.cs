using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dino.Kernels.Cpu;

/// <summary>Locations and weights of one query-head as whole vectors: read in place, where the lanes after the last sample hold the next rows' (their level is empty), and near the buffers' end from a
/// zero-padded copy.</summary>
internal readonly unsafe struct SampleRow<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _samples;
    private readonly int _padded;
    private readonly long _wholeRows;
    private readonly T* _copy;

    /// <param name="rows">Query-heads in the buffers.</param>
    /// <param name="copy">3 × padded elements.</param>
    public SampleRow(long rows, int samples, int padded, T* copy)
    {
        (_samples, _padded) = (samples, padded);
        _wholeRows = rows + 1 - ((padded + samples - 1) / samples);
        _copy = copy;
        new Span<T>(copy, 3 * padded).Clear();
    }

    public static long Size(int padded) => AlignedBuffer.SizeOf<T>(3 * padded);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(T* locations, T* weights, long index, out T* rowLocations, out T* rowWeights)
    {
        rowLocations = locations + (2 * index * _samples);
        rowWeights = weights + (index * _samples);
        if (index >= _wholeRows)
        {
            Unsafe.CopyBlockUnaligned(_copy, rowLocations, (uint)(2 * _samples * sizeof(T)));
            Unsafe.CopyBlockUnaligned(_copy + (2 * _padded), rowWeights, (uint)(_samples * sizeof(T)));
            rowLocations = _copy;
            rowWeights = _copy + (2 * _padded);
        }
    }
}
