using BenchmarkDotNet.Attributes;
using Dino.Kernels;
using Dino.Kernels.Cpu;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>How much do wider vectors gain? Widths that the hardware lacks are emulated and slow.</summary>
[MemoryDiagnoser]
public class VectorWidthBenchmark
{
    private readonly IMsDeformAttnKernel<float> _bits128 = Create(SimdWidth.Bits128);
    private readonly IMsDeformAttnKernel<float> _bits256 = Create(SimdWidth.Bits256);
    private readonly IMsDeformAttnKernel<float> _bits512 = Create(SimdWidth.Bits512);
    private KernelInputs _inputs = null!;

    [ParamsAllValues]
    public KernelDirection Direction { get; set; }

    [GlobalSetup]
    public void Draw() => _inputs = new KernelInputs(OpShape.Encoder);

    [Benchmark(Baseline = true)]
    public void Portable128() => _inputs.Run(_bits128, Direction);

    [Benchmark]
    public void Avx2() => _inputs.Run(_bits256, Direction);

    [Benchmark]
    public void Avx512() => _inputs.Run(_bits512, Direction);

    private static IMsDeformAttnKernel<float> Create(SimdWidth width)
        => CpuMsDeformAttn.Create<float>(width, Environment.ProcessorCount);
}
