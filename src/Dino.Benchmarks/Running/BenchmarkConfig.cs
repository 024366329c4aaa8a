using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Dino.Benchmarks.Running;

/// <summary>How benchmarks run and what they leave: JSON and Markdown under artifacts/benchmarks (or <c>--artifacts</c>).</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    // A case that takes seconds gets by with these; BenchmarkDotNet's own choice (up to 100) would take an hour for all.
    private const int Warmups = 2;
    private const int Iterations = 8;

    // The longest case, all its iterations.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    public BenchmarkConfig()
    {
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.FullCompressed);

        // In this process: it has the libtorch that the build made loadable (build/props/Torch.targets) and the product's settings of allocator and OpenMP.
        AddJob(Job.Default.WithToolchain(new InProcessEmitToolchain(s_longest, logOutput: false)).WithWarmupCount(Warmups).WithIterationCount(Iterations).AsDefault());
    }
}
