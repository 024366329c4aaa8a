using System.Numerics;
using Dino.Kernels.Cpu;
using Dino.Kernels.Scalar;
using Dino.TestUtilities;

namespace Dino.Kernels.Tests;

public sealed class FixtureTests
{
    // The order of summation and one fused rounding per step differ from the Python reference. Sums have at most a few thousand
    // terms of size about 1.
    private const double DoubleBound = 1e-12;

    // The same in float32. The gradients of locations are multiplied by the size of the level (at most 10), and inputs are
    // rounded from float64.
    private const double SingleBound = 2e-5;

    public static TheoryData<string, SimdWidth> FixturesAndWidths()
    {
        var data = new TheoryData<string, SimdWidth>();
        foreach (var name in MsDeformAttnFixture.Names)
        {
            foreach (var width in Enum.GetValues<SimdWidth>())
            {
                data.Add(name, width);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(FixturesAndWidths))]
    public void CpuKernel_InDouble_MatchesPythonReference(string fixture, SimdWidth width)
        => RequireMatch(fixture, CpuMsDeformAttn.Create<double>(width, threads: 2), DoubleBound);

    [Theory]
    [MemberData(nameof(FixturesAndWidths))]
    public void CpuKernel_InSingle_MatchesPythonReference(string fixture, SimdWidth width)
        => RequireMatch(fixture, CpuMsDeformAttn.Create<float>(width, threads: 2), SingleBound);

    [Theory]
    [InlineData("msda_dino")]
    [InlineData("msda_odd")]
    [InlineData("msda_small")]
    public void ScalarKernel_InDouble_MatchesPythonReference(string fixture)
        => RequireMatch(fixture, new ScalarMsDeformAttn<double>(), DoubleBound);

    private static void RequireMatch<T>(string name, IMsDeformAttnKernel<T> kernel, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var fixture = MsDeformAttnFixture.Open(name);
        var inputs = KernelCase<T>.From(fixture);
        Close.Require(fixture.Data("output"), inputs.Forward(kernel), bound, "output");
        var gradients = inputs.Backward(kernel);
        Close.Require(fixture.Data("grad_value"), gradients.Value, bound, "grad_value");
        Close.Require(fixture.Data("grad_sampling_locations"), gradients.Locations, bound, "grad_sampling_locations");
        Close.Require(fixture.Data("grad_attention_weights"), gradients.Weights, bound, "grad_attention_weights");
    }
}
