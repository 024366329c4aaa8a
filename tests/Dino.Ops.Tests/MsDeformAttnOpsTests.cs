using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops.Tests;

public sealed class MsDeformAttnOpsTests
{
    [Fact]
    public void Select_EveryNameForTheCpu_ComputesTheSame()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var expected = inputs.Apply(new ReferenceMsDeformAttnOp());
        foreach (var name in MsDeformAttnOps.Names.Where(name => !name.StartsWith("cuda", StringComparison.Ordinal)))
        {
            Assert.True(allclose(expected, inputs.Apply(MsDeformAttnOps.Select(name)), rtol: 0, atol: 1e-12), name); // orders of summation differ
        }
    }

    [Fact]
    public void Select_UnknownName_ListsTheOthers()
        => Assert.Equal("no deformable-attention op 'gpu'; there are auto, reference, cpu, cuda, cuda-deterministic", Assert.Throws<ArgumentException>(() => MsDeformAttnOps.Select("gpu")).Message);

    [Fact]
    public void Auto_ForBFloat16OnTheCpu_TakesTheReference()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.BFloat16);
        var (expected, actual) = (inputs.Apply(new ReferenceMsDeformAttnOp()), inputs.Apply(MsDeformAttnOps.Select("auto")));
        Assert.True(expected.Equals(actual));
    }

    [SkippableTheory]
    [InlineData("cuda")]
    [InlineData("cuda-deterministic")]
    public void Select_CudaWithoutADriver_IsTheUsersFault(string name)
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");

        var expected = $"--op {name}: no CUDA driver: libcuda.so.1 is not installed; "
            + "expected an NVIDIA GPU and its driver, else leave --op out";
        Assert.Equal(expected, Assert.Throws<BadInputException>(() => MsDeformAttnOps.Select(name)).Message);
        Assert.Equal(expected, Assert.Throws<BadInputException>(() => MsDeformAttnOps.Require(name, DeviceType.CUDA)).Message);
    }

    [Theory]
    [InlineData("cuda", DeviceType.CPU, "--device cuda")]
    [InlineData("cuda-deterministic", DeviceType.CPU, "--device cuda")]
    [InlineData("cpu", DeviceType.CUDA, "runs on the CPU only")]
    public void Require_AnOpOfTheOtherDevice_IsTheUsersFault(string name, DeviceType device, string part)
    {
        var problem = Assert.Throws<BadInputException>(() => MsDeformAttnOps.Require(name, device));

        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_OpsThatRunOnTheDevice_Passes()
    {
        MsDeformAttnOps.Require("auto", DeviceType.CPU);
        MsDeformAttnOps.Require("auto", DeviceType.CUDA);
        MsDeformAttnOps.Require("reference", DeviceType.CUDA);
        MsDeformAttnOps.Require("cpu", DeviceType.CPU);
    }
}
