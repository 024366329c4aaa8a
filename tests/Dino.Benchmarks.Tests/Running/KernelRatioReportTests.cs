using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Dino.Benchmarks.Running;
using Dino.Pipeline.Kernels;

namespace Dino.Benchmarks.Tests.Running;

public sealed class KernelRatioReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-ratios-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_AfterARun_GivesTheGateItsFile()
    {
        var config = ManualConfig.CreateEmpty()
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithArtifactsPath(_folder.FullName)
            .AddJob(Job.Dry.WithToolchain(new InProcessEmitToolchain(logOutput: false)).WithIterationCount(4));
        var summary = BenchmarkRunner.Run<NapBenchmark>(config);

        KernelRatioReport.Write(_folder.FullName, [summary]);

        var ratio = Assert.Single(KernelRatios.Load(Path.Combine(_folder.FullName, "kernels.json")).Ratios);
        Assert.Equal("Nap Short 200", ratio.Name);
        Assert.True(ratio.Ratio > 1, $"{ratio.Ratio}: the baseline was faster although it sleeps 200 times as long");
        var table = File.ReadAllText(Path.Combine(_folder.FullName, "kernels.md"));
        Assert.Contains("| Nap Short 200 |", table, StringComparison.Ordinal);
    }

    public class NapBenchmark
    {
        [Params(200)]
        public int Milliseconds { get; set; }

        [Benchmark(Baseline = true)]
        public void Long() => Thread.Sleep(Milliseconds);

        [Benchmark]
        public void Short() => Thread.Sleep(Milliseconds / 200);
    }
}
