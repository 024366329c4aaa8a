using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>Residual sum and layer norm (Ba et al., 1607.06450) of a transformer layer in one pass over memory: output = norm(x + delta) in float32, and what the next products read of it in
/// theirs: the same, and the same plus positions. Results do not depend on the number of threads.</summary>
public static unsafe class CpuAddNorm
{
    /// <summary>Whether rows of so many channels are taken.</summary>
    public static bool Takes(long channels) => Vector256.IsHardwareAccelerated && channels % (2 * Vector512<float>.Count) == 0;

    /// <param name="x">[Rows, Channels].</param>
    /// <param name="delta">[Rows, Channels].</param>
    /// <param name="positions">[PositionRows, Channels]; may be null without a query.</param>
    /// <param name="output">[Rows, Channels].</param>
    /// <param name="query">[Rows, Channels], output + positions; or null.</param>
    public static void Run(AddNormShape shape, float* x, float* delta, float* positions, NormParameters norm, float* output, float* query)
        => Run(new AddNormWork<float, SingleRow>(shape, x, delta, positions, norm, output, null, query));

    /// <param name="product">[Rows, Channels], output in bfloat16; or null.</param>
    /// <inheritdoc cref="Run(AddNormShape, float*, float*, float*, NormParameters, float*, float*)"/>
    public static void Run(AddNormShape shape, float* x, ushort* delta, float* positions, NormParameters norm, float* output, ushort* product, ushort* query)
        => Run(new AddNormWork<ushort, BFloat16Row>(shape, x, delta, positions, norm, output, product, query));

    private static void Run<T, TRow>(AddNormWork<T, TRow> work)
        where T : unmanaged
        where TRow : IStoredRow<T>
        => Parallel.For(0, work.Items, work.Run);
}

/// <param name="Rows">Rows of this call.</param>
/// <param name="Channels">A multiple of 32.</param>
/// <param name="FirstRow">Number of this call's first row among all rows, which decides its position.</param>
/// <param name="PositionRows">Rows of positions, at least 1; they repeat.</param>
public sealed record AddNormShape(int Rows, int Channels, int FirstRow = 0, int PositionRows = 1);

/// <summary>A layer norm.</summary>
/// <param name="Weight">[channels].</param>
/// <param name="Bias">[channels].</param>
public readonly unsafe struct NormParameters(float* Weight, float* Bias, float Epsilon)
{
    public readonly float* Weight = Weight;
    public readonly float* Bias = Bias;
    public readonly float Epsilon = Epsilon;
}
