using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>Residual sum and layer norm (Ba et al., 1607.06450) of a transformer layer in one pass over memory: output = norm(x +
/// delta) in float32. It also writes what the next products read, in their type: the output, and the output plus positions.
/// Results do not depend on the number of threads.</summary>
public static unsafe class CpuAddNorm
{
    /// <summary>Whether this processor has the vectors (AVX2) and <paramref name="channels"/> fills them.</summary>
    public static bool Supports(long channels)
        => Vector256.IsHardwareAccelerated && channels % (2 * Vector512<float>.Count) == 0;

    /// <summary>Writes output and query. The caller owns all memory.</summary>
    /// <param name="x">[Rows, Channels].</param>
    /// <param name="delta">[Rows, Channels].</param>
    /// <param name="positions">[PositionRows, Channels]; may be null if query is.</param>
    /// <param name="output">[Rows, Channels].</param>
    /// <param name="query">Receives output + positions, [Rows, Channels]; may be null.</param>
    public static void Run(
        AddNormShape shape, float* x, float* delta, float* positions, NormParameters norm, float* output, float* query)
        => Run(new AddNormWork<float, SingleRow>(shape, x, delta, positions, norm, output, null, query));

    /// <summary>Writes output, product and query, the last two in bfloat16. The caller owns all memory.</summary>
    /// <param name="product">Receives the output in bfloat16, [Rows, Channels]; may be null.</param>
    /// <inheritdoc cref="Run(AddNormShape, float*, float*, float*, NormParameters, float*, float*)"/>
    public static void Run(
        AddNormShape shape,
        float* x,
        ushort* delta,
        float* positions,
        NormParameters norm,
        float* output,
        ushort* product,
        ushort* query)
        => Run(new AddNormWork<ushort, BFloat16Row>(shape, x, delta, positions, norm, output, product, query));

    private static void Run<T, TRow>(AddNormWork<T, TRow> work)
        where T : unmanaged
        where TRow : IStoredRow<T>
        => Parallel.For(0, work.Items, work.Run);
}

/// <summary>Sizes of one call of <see cref="CpuAddNorm"/>.</summary>
/// <param name="Rows">Number of rows in this call.</param>
/// <param name="Channels">Channels per row, a multiple of 32.</param>
/// <param name="FirstRow">Number of this call's first row among all rows, which selects its position.</param>
/// <param name="PositionRows">Number of rows of positions, at least 1. They repeat.</param>
public sealed record AddNormShape(int Rows, int Channels, int FirstRow = 0, int PositionRows = 1);

/// <summary>The parameters of a layer norm.</summary>
/// <param name="Weight">[channels], owned by the caller.</param>
/// <param name="Bias">[channels], owned by the caller.</param>
public readonly unsafe struct NormParameters(float* Weight, float* Bias, float Epsilon)
{
    public readonly float* Weight = Weight;
    public readonly float* Bias = Bias;
    public readonly float Epsilon = Epsilon;
}
