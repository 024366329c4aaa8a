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

    [SkippableFact]
    public void Select_CudaWithoutADriver_SaysSoAndRunsOnTheCpu()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        var (written, before) = (new StringWriter(), Console.Error);
        Console.SetError(written);
        try
        {
            Assert.IsType<AutoMsDeformAttnOp>(MsDeformAttnOps.Select("cuda"));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal("no CUDA driver: libcuda.so.1 is not installed; deformable attention runs on the CPU\n", written.ToString());
    }
}
