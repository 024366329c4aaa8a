using System.Numerics;
using Dino.Kernels.Cpu;
using Dino.Kernels.Scalar;

namespace Dino.Kernels.Tests.Cpu;

public sealed class CpuMsDeformAttnTests
{
    // Both sides sum the same terms in different orders. Multiplied by the size of the level, a term is at most 30.
    private const double DoubleBound = 1e-12;
    private const double SingleBound = 1e-4;

    public static TheoryData<SimdWidth> Widths => [.. Enum.GetValues<SimdWidth>()];

    /// <summary>Head sizes around every vector width, samples that fill vectors and samples that do not, one query, many queries,
    /// and one token.</summary>
    private static IEnumerable<MsDeformAttnShape> Shapes()
    {
        foreach (var headDim in new[] { 1, 3, 4, 8, 12, 15, 16, 20, 31, 32, 33, 48, 64, 80 })
        {
            yield return new(2, 5, 2, headDim, 4, [(6, 9), (3, 5), (2, 2), (1, 1)]);
        }

        yield return new(1, 1, 1, 1, 1, [(1, 1)]);
        yield return new(1, 3, 4, 32, 5, [(20, 30), (10, 15), (7, 1)]); // not packed: few queries for many tokens
        yield return new(3, 300, 3, 16, 1, [(4, 4)]); // several runs of queries
        yield return new(1, 2, 1, 16, 7, [(3, 3), (2, 3), (2, 2), (1, 2), (1, 1)]); // 35 samples
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernel_InDouble_AgreesWithScalarLoops(SimdWidth width)
        => RequireAgreement(CpuMsDeformAttn.Create<double>(width, threads: 2), DoubleBound);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernel_InSingle_AgreesWithScalarLoops(SimdWidth width)
        => RequireAgreement(CpuMsDeformAttn.Create<float>(width, threads: 2), SingleBound);

    [Fact]
    public void Kernel_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var inputs = KernelCase<float>.Draw(new(2, 700, 4, 32, 4, [(20, 30), (10, 15), (5, 8), (3, 4)]));
        var one = CpuMsDeformAttn.Create<float>(SimdWidth.Bits512, threads: 1);
        var three = CpuMsDeformAttn.Create<float>(SimdWidth.Bits512, threads: 3);
        Assert.Equal(inputs.Forward(one), inputs.Forward(three));
        var (expected, actual) = (inputs.Backward(one), inputs.Backward(three));
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Locations, actual.Locations);
        Assert.Equal(expected.Weights, actual.Weights);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernel_LocationsFarOutsideOrNotFinite_ReadZero(SimdWidth width)
    {
        var inputs = KernelCase<float>.Draw(new(1, 6, 2, 8, 4, [(3, 4), (2, 2)]));
        float[] outside = [-1e30f, 1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -2f, 3f];
        for (var index = 0; index < inputs.Locations.Length; index++)
        {
            inputs.Locations[index] = outside[index % outside.Length];
        }

        var kernel = CpuMsDeformAttn.Create<float>(width, threads: 1);
        Assert.All(inputs.Forward(kernel), element => Assert.Equal(0f, element));
        var gradients = inputs.Backward(kernel);
        Assert.All(gradients.Value.Concat(gradients.Locations).Concat(gradients.Weights), element => Assert.Equal(0f, element));
    }

    [Fact]
    public void Kernel_NoQueriesOrNoBatch_ClearsTheValueGradient()
    {
        var kernel = CpuMsDeformAttn.Create<float>();
        var noQueries = KernelCase<float>.Draw(new(1, 0, 2, 8, 4, [(3, 4)]));
        Assert.Empty(noQueries.Forward(kernel));
        Assert.All(noQueries.Backward(kernel).Value, element => Assert.Equal(0f, element));
        Assert.Empty(KernelCase<float>.Draw(new(0, 2, 2, 8, 4, [(3, 4)])).Backward(kernel).Value);
    }

    [Fact]
    public unsafe void Kernel_NullPointer_NamesTheBuffer()
    {
        var error = Assert.Throws<ArgumentException>(Call);
        Assert.Equal("weights is null; expected 1 elements", error.Message);

        static void Call()
        {
            var buffer = stackalloc float[2];
            CpuMsDeformAttn.Create<float>().Forward(new(1, 1, 1, 1, 1, [(1, 1)]), buffer, buffer, null, buffer);
        }
    }

    [Fact]
    public void Create_ForHalf_IsRefused() => Assert.Throws<NotSupportedException>(() => CpuMsDeformAttn.Create<Half>());

    private static void RequireAgreement<T>(IMsDeformAttnKernel<T> kernel, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var shape in Shapes())
        {
            var inputs = KernelCase<T>.Draw(shape);
            var scalar = new ScalarMsDeformAttn<T>();
            Close.Require(Doubles(inputs.Forward(scalar)), inputs.Forward(kernel), bound, $"{shape}: output");
            var (expected, actual) = (inputs.Backward(scalar), inputs.Backward(kernel));
            Close.Require(Doubles(expected.Value), actual.Value, bound, $"{shape}: gradValue");
            Close.Require(Doubles(expected.Locations), actual.Locations, bound, $"{shape}: gradLocations");
            Close.Require(Doubles(expected.Weights), actual.Weights, bound, $"{shape}: gradWeights");
        }

        static double[] Doubles(T[] array) => [.. array.Select(double.CreateChecked)];
    }
}
