using BenchmarkDotNet.Attributes;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>How much faster are the gradients with respect to value, locations and weights than those of the composition of
/// grid_sample calls?</summary>
[MemoryDiagnoser]
public class OpBackwardBenchmark
{
    private OpInputs _inputs = null!;
    private Tensor _output = null!;

    [ParamsSource(nameof(Shapes))]
    public OpShape Shape { get; set; } = OpShape.Encoder;

    [Params(ScalarType.Float32, ScalarType.Float64)]
    public ScalarType DType { get; set; }

    public static IEnumerable<OpShape> Shapes => OpShape.All;

    [GlobalSetup(Target = nameof(Reference))]
    public void RecordReference() => Record(new ReferenceMsDeformAttnOp());

    [GlobalSetup(Target = nameof(Cpu))]
    public void RecordCpu() => Record(new CpuMsDeformAttnOp());

    [GlobalCleanup]
    public void Free()
    {
        _output.Dispose();
        _inputs.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Reference() => _inputs.Backward(_output);

    [Benchmark]
    public void Cpu() => _inputs.Backward(_output);

    private void Record(IMsDeformAttnOp op)
    {
        _inputs = OpInputs.Draw(Shape, DType);
        _output = _inputs.Apply(op);
    }
}
