using System.Text.Json;
using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cli.Reports;
using Dino.Kernels.Cuda.Compilation;
using Dino.TestUtilities.Cuda;

namespace Dino.Kernels.Cli.Tests;

/// <summary>The whole program on tiny shapes, with the kernels' C# on ILGPU's CPU accelerator.</summary>
public sealed class KernelBenchTests
{
    private static readonly (int, int)[] s_levels = [(2, 3)];

    [Fact]
    public void Run_OnTinyShapes_ChecksEveryKernelAndWritesBothReports()
    {
        using var emulated = new EmulatedDevice(CudaTarget.Sm90, threads: 32);
        var lines = new List<string>();
        var bench = new KernelBench(emulated.Device, emulated.Driver, lines.Add, copyBytes: 1 << 16, rounds: 1);
        var report = bench.Run([DinoShapes.Decoder("tiny", 1, s_levels, queries: 1)], withBlockSizes: true);

        Assert.Equal(3 * 5, report.Kernels.Count);
        Assert.All(report.Kernels, kernel => Assert.True(kernel.Passed, $"{kernel}"));
        Assert.All(
            report.Kernels,
            kernel => Assert.True(kernel.Microseconds > 0 && kernel.Gigabytes > 0 && kernel.SpeedUp > 0, $"{kernel}"));
        Assert.All(report.Kernels, kernel => Assert.Equal(kernel.Direction == "forward", kernel.BoundRatio > 0));
        Assert.Equal([32], report.BlockSizes.Where(size => size.Type == "float32").Select(size => size.Threads));
        Assert.Single(report.BlockSizes, size => size is { Type: "float32", IsChosen: true });
        Assert.Contains("tiny in BFloat16: batch 1, queries 1, heads 8x32, points 4, levels 2x3", lines);

        var text = ReportText.Format(report);
        Assert.Contains("15 of 15 kernels within their limits", text, StringComparison.Ordinal);
        Assert.Contains("| vectorised deterministic |", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ReportJson.Format(report));
        Assert.Equal(15, json.RootElement.GetProperty("kernels").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("kernels")[0].GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void Run_WhereAKernelDoesNothing_FindsIt()
    {
        using var emulated = new EmulatedDevice(CudaTarget.Sm90, threads: 32);
        emulated.Driver.Ignores = kernel => kernel.StartsWith("vectorised-", StringComparison.Ordinal);
        var bench = new KernelBench(emulated.Device, emulated.Driver, _ => { }, copyBytes: 1 << 16, rounds: 1);
        var report = bench.Run([DinoShapes.Decoder("tiny", 1, s_levels, queries: 1)], withBlockSizes: false);
        Assert.All(report.Kernels, kernel => Assert.Equal(kernel.Kernel == "im2col", kernel.Passed));
        Assert.Contains("MISS", ReportText.Format(report), StringComparison.Ordinal);
    }
}
