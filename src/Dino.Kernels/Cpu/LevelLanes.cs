using System.Numerics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>Size and first token of the level that each sample of a query-head belongs to, one element a sample, padded with empty levels to whole vectors.</summary>
internal readonly unsafe struct LevelLanes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of a query-head.</summary>
    public readonly int Samples;
    public readonly int Padded;
    public readonly T* Width;
    public readonly T* Height;
    public readonly T* Start;

    public LevelLanes(MsDeformAttnShape shape, int padded, T* memory)
    {
        Samples = shape.SamplesPerHead;
        Padded = padded;
        Width = memory;
        Height = memory + padded;
        Start = memory + (2 * padded);
        new Span<T>(memory, 3 * padded).Clear();
        var (sample, start) = (0, 0);
        foreach (var (height, width) in shape.Levels)
        {
            for (var point = 0; point < shape.Points; point++, sample++)
            {
                (Width[sample], Height[sample], Start[sample]) = (T.CreateChecked(width), T.CreateChecked(height), T.CreateChecked(start));
            }

            start += height * width;
        }
    }

    /// <summary>Samples of a query-head rounded up to whole vectors.</summary>
    public static int PaddedSamples<TVector, TSimd>(MsDeformAttnShape shape)
        where TVector : unmanaged
        where TSimd : ISimd<T, TVector>
        => (shape.SamplesPerHead + TSimd.Lanes - 1) / TSimd.Lanes * TSimd.Lanes;
}
