namespace Dino.Ops;

/// <summary>The implementations of the op by name.</summary>
public static class MsDeformAttnOps
{
    public const string Default = "auto";

    /// <summary>Names that <see cref="Select"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "reference", "cpu", "cuda", "cuda-deterministic"];

    /// <summary>Where this machine has no CUDA device that the kernels run on, the CUDA names give "auto" after one line on the error stream.</summary>
    /// <exception cref="ArgumentException">There is no such op; the message lists those there are.</exception>
    public static IMsDeformAttnOp Select(string name) => name switch
    {
        Default => new AutoMsDeformAttnOp(),
        "reference" => new ReferenceMsDeformAttnOp(),
        "cpu" => new CpuMsDeformAttnOp(),
        "cuda" => Cuda(isDeterministic: false),
        "cuda-deterministic" => Cuda(isDeterministic: true),
        _ => throw new ArgumentException($"no deformable-attention op '{name}'; there are {string.Join(", ", Names)}"),
    };

    private static IMsDeformAttnOp Cuda(bool isDeterministic)
    {
        if (CudaKernels.OfMachine.TryGet(0, out _, out var reason))
        {
            return new CudaMsDeformAttnOp(isDeterministic);
        }

        Console.Error.WriteLine($"{reason}; deformable attention runs on the CPU");
        return new AutoMsDeformAttnOp();
    }
}
