using System.Numerics;
using System.Runtime.CompilerServices;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>Computes all gradients of one head and image per item. No two items write the same cell, so there are no atomics, and
/// the order of every sum is fixed.</summary>
/// <param name="row">HeadDim rounded up to whole vectors.</param>
/// <param name="packs">Whether to work on a copy of the head's value and gradient, [Tokens, row]. Needed if row differs from
/// HeadDim, faster for many queries.</param>
internal readonly unsafe struct BackwardWork<T, TVector, TSimd>(
    MsDeformAttnShape shape,
    LevelLanes<T> levels,
    bool packs,
    int row,
    T* value,
    T* locations,
    T* weights,
    T* gradOutput,
    T* gradValue,
    T* gradLocations,
    T* gradWeights) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TSimd : ISimd<T, TVector>
{
    public int Items => shape.Batch * shape.Heads;

    public void Run(int item)
    {
        var (batch, head) = (item / shape.Heads, item % shape.Heads);
        var stride = shape.Heads * shape.HeadDim;
        var headStart = ((long)batch * shape.Tokens * stride) + (head * shape.HeadDim);
        if (!packs)
        {
            for (var token = 0; token < shape.Tokens; token++)
            {
                new Span<T>(gradValue + headStart + ((long)token * stride), row).Clear();
            }

            Queries(batch, head, value + headStart, gradValue + headStart, stride);
            return;
        }

        var length = (long)shape.Tokens * row;
        using var copies = new AlignedBuffer(2 * AlignedBuffer.SizeOf<T>(length));
        var packedValue = copies.Take<T>(length);
        var packedGradient = copies.Take<T>(length);
        PackValue<T>.Rows(value + headStart, stride, packedValue, row, shape.Tokens, shape.HeadDim, row - shape.HeadDim);
        new Span<T>(packedGradient, (int)length).Clear();
        Queries(batch, head, packedValue, packedGradient, row);
        PackValue<T>.Rows(packedGradient, row, gradValue + headStart, stride, shape.Tokens, shape.HeadDim, padding: 0);
    }

    [SkipLocalsInit]
    private void Queries(int batch, int head, T* headValue, T* headGradient, int stride)
    {
        var padded = levels.Padded;
        using var scratch = new AlignedBuffer(
            Corners<T>.Size(padded)
            + AlignedBuffer.SizeOf<T>(4 * padded)
            + (2 * SampleRow<T>.Size(padded))
            + AlignedBuffer.SizeOf<T>(row));
        var corners = new Corners<T>(scratch.Take<byte>(Corners<T>.Size(padded)), padded);
        var products = scratch.Take<T>(4 * padded);
        var samples = new SampleRow<T>(
            (long)shape.Batch * shape.Queries * shape.Heads, shape.SamplesPerHead, padded, scratch.Take<T>(3 * padded));
        var gradients = scratch.Take<T>(3 * padded);
        var paddedUpstream = scratch.Take<T>(row);
        new Span<T>(paddedUpstream, row).Clear();

        for (var query = 0; query < shape.Queries; query++)
        {
            var index = (((long)batch * shape.Queries) + query) * shape.Heads + head;
            samples.Read(locations, weights, index, out var sampleLocations, out var sampleWeights);
            Bilinear<T, TVector, TSimd>.Locate(levels, sampleLocations, sampleWeights, stride, corners);
            var upstream = gradOutput + (index * shape.HeadDim);
            if (row != shape.HeadDim)
            {
                Unsafe.CopyBlockUnaligned(paddedUpstream, upstream, (uint)(shape.HeadDim * sizeof(T)));
                upstream = paddedUpstream;
            }

            Scatter(headValue, headGradient, upstream, corners, products);
            if (shape.SamplesPerHead == padded)
            {
                SampleGradients(
                    sampleLocations,
                    sampleWeights,
                    products,
                    gradLocations + (2 * index * padded),
                    gradWeights + (index * padded));
                continue;
            }

            SampleGradients(sampleLocations, sampleWeights, products, gradients, gradients + (2 * padded));
            Unsafe.CopyBlockUnaligned(
                gradLocations + (2 * index * shape.SamplesPerHead), gradients, (uint)(2 * shape.SamplesPerHead * sizeof(T)));
            Unsafe.CopyBlockUnaligned(
                gradWeights + (index * shape.SamplesPerHead), gradients + (2 * padded), (uint)(shape.SamplesPerHead * sizeof(T)));
        }
    }

    /// <summary>For every corner: gradient += corner weight × upstream, and product = value · upstream.</summary>
    private void Scatter(T* source, T* gradient, T* upstream, Corners<T> corners, T* products)
    {
        new Span<T>(products, 4 * levels.Samples).Clear();
        var channel = 0;
        for (; channel + (2 * TSimd.Lanes) <= row; channel += 2 * TSimd.Lanes)
        {
            ScatterTwo(
                source + channel,
                gradient + channel,
                upstream + channel,
                corners.Offsets,
                corners.Weights,
                4 * levels.Samples,
                products);
        }

        if (channel < row)
        {
            ScatterOne(
                source + channel,
                gradient + channel,
                upstream + channel,
                corners.Offsets,
                corners.Weights,
                4 * levels.Samples,
                products);
        }
    }

    // Separate methods keep all their pointers in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ScatterTwo(T* source, T* gradient, T* upstream, int* offsets, T* weights, nint corners, T* products)
        => ScatterBlock(
            source,
            gradient,
            offsets,
            weights,
            corners,
            TSimd.Load(upstream),
            TSimd.Load(upstream + TSimd.Lanes),
            products,
            isPair: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ScatterOne(T* source, T* gradient, T* upstream, int* offsets, T* weights, nint corners, T* products)
        => ScatterBlock(source, gradient, offsets, weights, corners, TSimd.Load(upstream), default, products, isPair: false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterBlock(
        T* source,
        T* gradient,
        int* offsets,
        T* weights,
        nint corners,
        TVector upstream0,
        TVector upstream1,
        T* products,
        bool isPair)
    {
        for (nint corner = 0; corner < corners; corner += 4)
        {
            TSimd.AddSums(
                One(source, gradient, offsets[corner], weights[corner], upstream0, upstream1, isPair),
                One(source, gradient, offsets[corner + 1], weights[corner + 1], upstream0, upstream1, isPair),
                One(source, gradient, offsets[corner + 2], weights[corner + 2], upstream0, upstream1, isPair),
                One(source, gradient, offsets[corner + 3], weights[corner + 3], upstream0, upstream1, isPair),
                products + corner);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector One(T* source, T* gradient, int offset, T weight, TVector upstream0, TVector upstream1, bool isPair)
    {
        var from = source + offset;
        var to = gradient + offset;
        var scale = TSimd.Broadcast(weight);
        TSimd.Store(TSimd.MultiplyAdd(upstream0, scale, TSimd.Load(to)), to);
        var product = TSimd.Multiply(TSimd.Load(from), upstream0);
        if (isPair)
        {
            TSimd.Store(TSimd.MultiplyAdd(upstream1, scale, TSimd.Load(to + TSimd.Lanes)), to + TSimd.Lanes);
            product = TSimd.MultiplyAdd(TSimd.Load(from + TSimd.Lanes), upstream1, product);
        }

        return product;
    }

    /// <summary>Applies the chain rule, from the products of the corners to the location and weight of every sample.</summary>
    private void SampleGradients(T* sampleLocations, T* sampleWeights, T* products, T* locationGradients, T* weightGradients)
    {
        // Lanes after the last sample hold the products of other corners, but their masks are empty.
        var samples = levels.Samples;
        for (var sample = 0; sample < levels.Padded; sample += TSimd.Lanes)
        {
            var (width, height) = (TSimd.Load(levels.Width + sample), TSimd.Load(levels.Height + sample));
            TSimd.LoadPairs(sampleLocations + (2 * sample), out var locationX, out var locationY);
            Bilinear<T, TVector, TSimd>.Axis(
                locationX, width, out _, out _, out var nearX, out var farX, out var isLeft, out var isRight);
            Bilinear<T, TVector, TSimd>.Axis(
                locationY, height, out _, out _, out var nearY, out var farY, out var isTop, out var isBottom);
            var topLeft = TSimd.And(TSimd.Load(products + sample), TSimd.And(isTop, isLeft));
            var topRight = TSimd.And(TSimd.Load(products + samples + sample), TSimd.And(isTop, isRight));
            var bottomLeft = TSimd.And(TSimd.Load(products + (2 * samples) + sample), TSimd.And(isBottom, isLeft));
            var bottomRight = TSimd.And(TSimd.Load(products + (3 * samples) + sample), TSimd.And(isBottom, isRight));

            var top = TSimd.MultiplyAdd(nearX, topLeft, TSimd.Multiply(farX, topRight));
            var bottom = TSimd.MultiplyAdd(nearX, bottomLeft, TSimd.Multiply(farX, bottomRight));
            var slopeX = TSimd.MultiplyAdd(
                nearY, TSimd.Subtract(topRight, topLeft), TSimd.Multiply(farY, TSimd.Subtract(bottomRight, bottomLeft)));
            var slopeY = TSimd.MultiplyAdd(
                nearX, TSimd.Subtract(bottomLeft, topLeft), TSimd.Multiply(farX, TSimd.Subtract(bottomRight, topRight)));
            var weight = TSimd.Load(sampleWeights + sample);
            TSimd.Store(TSimd.MultiplyAdd(nearY, top, TSimd.Multiply(farY, bottom)), weightGradients + sample);
            TSimd.StorePairs(
                TSimd.Multiply(slopeX, TSimd.Multiply(weight, width)),
                TSimd.Multiply(slopeY, TSimd.Multiply(weight, height)),
                locationGradients + (2 * sample));
        }
    }
}
