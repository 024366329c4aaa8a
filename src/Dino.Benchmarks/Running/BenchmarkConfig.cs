using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Dino.Benchmarks.Running;

/// <summary>How benchmarks run and where they write JSON and Markdown: artifacts/benchmarks, or <c>--artifacts</c>.</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    // These suffice for cases that take seconds. BenchmarkDotNet's defaults (up to 100) would take an hour in total.
    private const int Warmups = 2;
    private const int Iterations = 8;

    // All iterations of the longest case.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    public BenchmarkConfig()
    {
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.FullCompressed);

        // In this process, because only its folder has a loadable libtorch (build/props/Torch.targets), and because it has the
        // product's settings for the allocator and OpenMP.
        AddJob(Job.Default
            .WithToolchain(new InProcessEmitToolchain(s_longest, logOutput: false))
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .AsDefault());
    }
}
