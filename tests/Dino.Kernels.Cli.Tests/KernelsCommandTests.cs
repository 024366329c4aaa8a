namespace Dino.Kernels.Cli.Tests;

public sealed class KernelsCommandTests
{
    [SkippableFact]
    public void Invoke_WithoutAGpu_EndsWithOneLine()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        Assert.Equal((2, "dino-kernels: no CUDA driver: libcuda.so.1 is not installed\n"), Invoke());
    }

    [Fact]
    public void Invoke_WithAnArgumentThatIsNoNumber_EndsWithOneLine()
    {
        const string Message = "dino-kernels: Cannot parse argument 'x' for option '--device' as expected type 'System.Int32'.\n";
        Assert.Equal((2, Message), Invoke("--device", "x"));
    }

    [Fact]
    public void Ptx_IntoAFile_EndsWithOneLine()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, error) = Invoke("ptx", Path.Combine(file, "below"));
            Assert.Equal(2, exitCode);
            Assert.StartsWith("dino-kernels: ", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int ExitCode, string Error) Invoke(params string[] arguments)
    {
        var (written, before) = (new StringWriter(), Console.Error);
        Console.SetError(written);
        try
        {
            return (KernelsCommand.Invoke(arguments), written.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
