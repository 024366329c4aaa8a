namespace Dino.Kernels.Cli.Tests;

public sealed class KernelsCommandTests
{
    [SkippableFact]
    public void Run_WithoutAGpu_EndsWithOneLine()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        var (written, before) = (new StringWriter(), Console.Error);
        Console.SetError(written);
        try
        {
            Assert.Equal(2, KernelsCommand.Create().Parse([]).Invoke());
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal("dino-kernels: no CUDA driver: libcuda.so.1 is not installed\n", written.ToString());
    }
}
