using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>Computes a run of rows of <see cref="CpuAddNorm"/> per item.</summary>
internal readonly unsafe struct AddNormWork<T, TRow>(
    AddNormShape shape,
    float* x,
    T* delta,
    float* positions,
    NormParameters norm,
    float* output,
    T* product,
    T* query) : IWork
    where T : unmanaged
    where TRow : IStoredRow<T>
{
    private const int RowsPerItem = 64;
    private const int Block = 32;

    public int Items => (shape.Rows + RowsPerItem - 1) / RowsPerItem;

    [SkipLocalsInit]
    public void Run(int item)
    {
        using var scratch = new AlignedBuffer(AlignedBuffer.SizeOf<float>(shape.Channels));
        var sums = scratch.Take<float>(shape.Channels);
        var last = Math.Min(shape.Rows, (item + 1) * RowsPerItem);
        for (var row = item * RowsPerItem; row < last; row++)
        {
            Normalize(row, sums);
        }
    }

    private void Normalize(int row, float* sums)
    {
        var channels = shape.Channels;
        var start = (long)row * channels;
        var (totalLower, totalUpper) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var channel = 0; channel < channels; channel += Block)
        {
            var (lower, upper) = SingleRow.Load(x + start + channel);
            var (deltaLower, deltaUpper) = TRow.Load(delta + start + channel);
            (lower, upper) = (lower + deltaLower, upper + deltaUpper);
            SingleRow.Store(lower, upper, sums + channel);
            (totalLower, totalUpper) = (totalLower + lower, totalUpper + upper);
        }

        var mean = Vector512.Create(Vector512.Sum(totalLower + totalUpper) / channels);
        (totalLower, totalUpper) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var channel = 0; channel < channels; channel += Block)
        {
            var (lower, upper) = SingleRow.Load(sums + channel);
            (lower, upper) = (lower - mean, upper - mean);
            SingleRow.Store(lower, upper, sums + channel);
            (totalLower, totalUpper) = (
                Vector512.FusedMultiplyAdd(lower, lower, totalLower),
                Vector512.FusedMultiplyAdd(upper, upper, totalUpper));
        }

        var scale = Vector512.Create(1 / MathF.Sqrt((Vector512.Sum(totalLower + totalUpper) / channels) + norm.Epsilon));
        var position = positions + ((row + shape.FirstRow) % shape.PositionRows * (long)channels);
        for (var channel = 0; channel < channels; channel += Block)
        {
            var (lower, upper) = SingleRow.Load(sums + channel);
            var (weightLower, weightUpper) = SingleRow.Load(norm.Weight + channel);
            var (biasLower, biasUpper) = SingleRow.Load(norm.Bias + channel);
            lower = Vector512.FusedMultiplyAdd(lower * scale, weightLower, biasLower);
            upper = Vector512.FusedMultiplyAdd(upper * scale, weightUpper, biasUpper);
            SingleRow.Store(lower, upper, output + start + channel);
            if (product != null)
            {
                TRow.Store(lower, upper, product + start + channel);
            }

            if (query != null)
            {
                var (positionLower, positionUpper) = SingleRow.Load(position + channel);
                TRow.Store(lower + positionLower, upper + positionUpper, query + start + channel);
            }
        }
    }
}
