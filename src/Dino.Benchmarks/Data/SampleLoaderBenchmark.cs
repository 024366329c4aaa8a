using BenchmarkDotNet.Attributes;
using Dino.Data.Batching;
using Dino.Data.Transforms;

namespace Dino.Benchmarks.Data;

/// <summary>One pass over 40 images of 640x480, the size of the experiment's validation set, without any computation on
/// them.</summary>
[MemoryDiagnoser]
public class SampleLoaderBenchmark
{
    private const int Images = 40;

    private readonly EvaluationPipeline _pipeline = new(new EvaluationSize());
    private PhotographSet _set = null!;

    [Params(1, 2)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Draw() => _set = new PhotographSet(Images);

    [GlobalCleanup]
    public void Delete() => _set.Dispose();

    [Benchmark(OperationsPerInvoke = Images)]
    public int Load()
    {
        var options = new LoaderOptions { Workers = Workers, RecyclePixels = true };
        return new SampleLoader(_set.Source, _set.Dataset, options).Evaluation(_pipeline, batchSize: 1).Count();
    }
}
