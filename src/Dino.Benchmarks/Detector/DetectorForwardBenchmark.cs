using BenchmarkDotNet.Attributes;
using Dino.Ops;

namespace Dino.Benchmarks.Detector;

/// <summary>How much does the op change the time of a whole prediction?</summary>
[MemoryDiagnoser]
public class DetectorForwardBenchmark
{
    private readonly ReferenceMsDeformAttnOp _reference = new();
    private readonly CpuMsDeformAttnOp _cpu = new();
    private DetectorSubject _detector = null!;

    [Params("embedded", "dino-4scale-r50")]
    public string Profile { get; set; } = "";

    [GlobalSetup]
    public void Create() => _detector = new DetectorSubject(Profile);

    [GlobalCleanup]
    public void Free() => _detector.Dispose();

    [Benchmark(Baseline = true)]
    public void Reference() => _detector.Predict(_reference).Dispose();

    [Benchmark]
    public void Cpu() => _detector.Predict(_cpu).Dispose();
}
