using System.Numerics;
using System.Runtime.CompilerServices;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>Location arithmetic on vectors of samples: reads the locations and weights of one query and head
/// (<see cref="SampleRow{T}"/>) and the sizes of their levels (<see cref="LevelLanes{T}"/>), and writes offsets and bilinear
/// weights of the cells around each sample (<see cref="Corners{T}"/>).</summary>
internal static unsafe class Bilinear<T, TVector, TSimd>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TSimd : ISimd<T, TVector>
{
    /// <summary>Finds the two cells around a location along one axis. The parameters are those of <see cref="Cells"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Axis(
        TVector location,
        TVector size,
        out TVector nearCell,
        out TVector farCell,
        out TVector near,
        out TVector far,
        out TVector nearInside,
        out TVector farInside)
        => Cells(
            TSimd.MultiplyAdd(location, size, TSimd.Broadcast(T.CreateTruncating(-0.5))),
            size,
            out nearCell,
            out farCell,
            out near,
            out far,
            out nearInside,
            out farInside);

    /// <summary>Finds the two cells around a position, which is measured in cells from the center of the first.</summary>
    /// <param name="nearCell">The lower cell. If it lies outside the level, the nearest cell inside, which is safe to read and
    /// likely in cache.</param>
    /// <param name="farCell">The cell after it, in the same way.</param>
    /// <param name="near">Weight of the lower cell; 0 if it lies outside or the position is NaN.</param>
    /// <param name="far">Weight of the cell after it, in the same way.</param>
    /// <param name="nearInside">All bits are set where the lower cell lies inside.</param>
    /// <param name="farInside">All bits are set where the cell after it lies inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Cells(
        TVector position,
        TVector size,
        out TVector nearCell,
        out TVector farCell,
        out TVector near,
        out TVector far,
        out TVector nearInside,
        out TVector farInside)
    {
        var lower = TSimd.Floor(position);
        var upper = TSimd.Add(lower, TSimd.Broadcast(T.One));
        nearInside = TSimd.IsWithin(lower, size);
        farInside = TSimd.IsWithin(upper, size);
        var last = TSimd.Subtract(size, TSimd.Broadcast(T.One));
        nearCell = TSimd.Clamp(lower, last);
        farCell = TSimd.Clamp(upper, last);
        near = TSimd.And(TSimd.Subtract(upper, position), nearInside);
        far = TSimd.And(TSimd.Subtract(position, lower), farInside);
    }

    /// <summary>Turns the locations and weights of one query and head into corners.</summary>
    /// <param name="stride">Elements between the channels of consecutive tokens.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Locate(LevelLanes<T> levels, T* locations, T* weights, int stride, Corners<T> corners)
    {
        // Backwards, as LocateAt requires.
        for (var sample = levels.Padded - TSimd.Lanes; sample >= 0; sample -= TSimd.Lanes)
        {
            TSimd.LoadPairs(locations + (2 * sample), out var locationX, out var locationY);
            var half = TSimd.Broadcast(T.CreateTruncating(-0.5));
            var x = TSimd.MultiplyAdd(locationX, TSimd.Load(levels.Width + sample), half);
            var y = TSimd.MultiplyAdd(locationY, TSimd.Load(levels.Height + sample), half);
            LocateAt(levels, sample, x, y, TSimd.Load(weights + sample), stride, corners);
        }
    }

    /// <summary>Writes the corners of one vector of samples. Its lanes after the last sample overwrite the first samples of the
    /// next corner, so the last vector has to come first.</summary>
    /// <param name="sample">The first sample of the vector.</param>
    /// <param name="x">Horizontal positions in cells from the center of the first.</param>
    /// <param name="y">Vertical positions, in the same way.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LocateAt(
        LevelLanes<T> levels, int sample, TVector x, TVector y, TVector weight, int stride, Corners<T> corners)
    {
        var width = TSimd.Load(levels.Width + sample);
        var start = TSimd.Load(levels.Start + sample);
        Cells(x, width, out var left, out var right, out var nearX, out var farX, out _, out _);
        Cells(y, TSimd.Load(levels.Height + sample), out var top, out var bottom, out var nearY, out var farY, out _, out _);

        var topRow = TSimd.MultiplyAdd(top, width, start);
        var bottomRow = TSimd.MultiplyAdd(bottom, width, start);
        TSimd.StoreOffsets(TSimd.Add(topRow, left), stride, corners.Offsets + sample);
        TSimd.StoreOffsets(TSimd.Add(topRow, right), stride, corners.Offsets + levels.Samples + sample);
        TSimd.StoreOffsets(TSimd.Add(bottomRow, left), stride, corners.Offsets + (2 * levels.Samples) + sample);
        TSimd.StoreOffsets(TSimd.Add(bottomRow, right), stride, corners.Offsets + (3 * levels.Samples) + sample);

        var topWeight = TSimd.Multiply(nearY, weight);
        var bottomWeight = TSimd.Multiply(farY, weight);
        TSimd.Store(TSimd.Multiply(topWeight, nearX), corners.Weights + sample);
        TSimd.Store(TSimd.Multiply(topWeight, farX), corners.Weights + levels.Samples + sample);
        TSimd.Store(TSimd.Multiply(bottomWeight, nearX), corners.Weights + (2 * levels.Samples) + sample);
        TSimd.Store(TSimd.Multiply(bottomWeight, farX), corners.Weights + (3 * levels.Samples) + sample);
    }
}

/// <summary>Size and first token of the level of every sample of a query and head: one element per sample, padded with empty
/// levels to whole vectors.</summary>
internal readonly unsafe struct LevelLanes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Samples per query and head, over all levels.</summary>
    public readonly int Samples;

    /// <summary><see cref="Samples"/> rounded up to whole vectors: the length of each array.</summary>
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
                Width[sample] = T.CreateChecked(width);
                Height[sample] = T.CreateChecked(height);
                Start[sample] = T.CreateChecked(start);
            }

            start += height * width;
        }
    }

    /// <summary>Samples per query and head, rounded up to whole vectors.</summary>
    public static int PaddedSamples<TVector, TSimd>(MsDeformAttnShape shape)
        where TVector : unmanaged
        where TSimd : ISimd<T, TVector>
        => (shape.SamplesPerHead + TSimd.Lanes - 1) / TSimd.Lanes * TSimd.Lanes;
}

/// <summary>Locations and weights of one query and head as whole vectors. They are read in place, where lanes after the last
/// sample hold those of the next rows (their level is empty). Near the end of the buffers they are read from a zero-padded
/// copy.</summary>
internal readonly unsafe struct SampleRow<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _samples;
    private readonly int _padded;
    private readonly long _wholeRows;
    private readonly T* _copy;

    /// <param name="rows">Rows in the buffers, one per query and head.</param>
    /// <param name="copy">Memory for 3 × padded elements.</param>
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

/// <summary>Value offsets and weights of the four cells around every sample of a query and head: the upper left corners of all
/// samples, then upper right, lower left and lower right. Each array has 4 × samples elements and room for one more
/// vector.</summary>
/// <param name="memory">Memory of <see cref="Size"/> bytes.</param>
internal readonly unsafe struct Corners<T>(byte* memory, int padded)
    where T : unmanaged
{
    /// <summary>Offsets in elements from the first token of the head.</summary>
    public readonly int* Offsets = (int*)memory;

    /// <summary>Bilinear weight × attention weight; 0 where the cell lies outside its level.</summary>
    public readonly T* Weights = (T*)(memory + AlignedBuffer.SizeOf<int>(4 * padded));

    public static long Size(int padded) => AlignedBuffer.SizeOf<int>(4 * padded) + AlignedBuffer.SizeOf<T>(4 * padded);
}
