using BenchmarkDotNet.Attributes;
using Dino.Kernels;
using Dino.Kernels.Cpu;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Do the kernels scale with the number of cores?</summary>
[MemoryDiagnoser]
public class ThreadsBenchmark
{
    private readonly IMsDeformAttnKernel<float> _one
        = CpuMsDeformAttn.Create<float>(CpuMsDeformAttn.WidestInHardware, threads: 1);

    private readonly IMsDeformAttnKernel<float> _all = CpuMsDeformAttn.Create<float>();
    private KernelInputs _inputs = null!;

    [ParamsAllValues]
    public KernelDirection Direction { get; set; }

    [GlobalSetup]
    public void Draw() => _inputs = new KernelInputs(OpShape.Encoder);

    [Benchmark(Baseline = true)]
    public void OneThread() => _inputs.Run(_one, Direction);

    [Benchmark]
    public void AllCores() => _inputs.Run(_all, Direction);
}
