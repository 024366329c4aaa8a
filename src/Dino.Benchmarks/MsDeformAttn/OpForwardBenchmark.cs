using BenchmarkDotNet.Attributes;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>How much faster is the op than the composition of grid_sample calls when no graph is recorded?</summary>
[MemoryDiagnoser]
public class OpForwardBenchmark
{
    private readonly ReferenceMsDeformAttnOp _reference = new();
    private readonly CpuMsDeformAttnOp _cpu = new();
    private OpInputs _inputs = null!;

    [ParamsSource(nameof(Shapes))]
    public OpShape Shape { get; set; } = OpShape.Encoder;

    [Params(ScalarType.Float32, ScalarType.Float64)]
    public ScalarType DType { get; set; }

    public static IEnumerable<OpShape> Shapes => OpShape.All;

    [GlobalSetup]
    public void Draw() => _inputs = OpInputs.Draw(Shape, DType);

    [GlobalCleanup]
    public void Free() => _inputs.Dispose();

    [Benchmark(Baseline = true)]
    public void Reference() => Apply(_reference);

    [Benchmark]
    public void Cpu() => Apply(_cpu);

    private void Apply(IMsDeformAttnOp op)
    {
        using var withoutGraph = no_grad();
        using var output = _inputs.Apply(op);
    }
}
