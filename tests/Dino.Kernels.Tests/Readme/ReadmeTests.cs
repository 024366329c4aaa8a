using Dino.TestUtilities;

namespace Dino.Kernels.Tests.Readme;

public sealed class ReadmeTests
{
    [Fact]
    public void CodeBlocks_AreTheCompiledSamples()
    {
        var shown = ReadmeCode.Shown("Dino.Kernels");
        Assert.NotEmpty(shown);
        Assert.Equal(ReadmeCode.Compiled("Dino.Kernels"), shown);
    }

    [Fact]
    public void CpuSample_GivesWhatTheReadmeSays()
        => Assert.All(ReadmeSamples.Cpu(), element => Assert.Equal(3f, element, 1e-5f));

    [SkippableFact]
    public void CudaSample_WithoutADriver_SaysWhy()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        var reason = ReadmeSamples.Cuda(new(1, 1, 1, 8, 1, [(1, 1)]), value: 0, locations: 0, weights: 0, output: 0);
        Assert.Equal("no CUDA driver: libcuda.so.1 is not installed", reason);
    }
}
