using Dino.Core;
using TorchSharp;

namespace Dino.Ops;

/// <summary>The implementations of the op by name.</summary>
public static class MsDeformAttnOps
{
    public const string Default = "auto";

    /// <summary>Names that <see cref="Select"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "reference", "cpu", "cuda", "cuda-deterministic"];

    /// <exception cref="ArgumentException">There is no such op; the message lists those there are.</exception>
    /// <exception cref="BadInputException">A CUDA op, on a machine without a CUDA device that the kernels run on.</exception>
    public static IMsDeformAttnOp Select(string name) => name switch
    {
        Default => new AutoMsDeformAttnOp(),
        "reference" => new ReferenceMsDeformAttnOp(),
        "cpu" => new CpuMsDeformAttnOp(),
        "cuda" or "cuda-deterministic" => Cuda(name),
        _ => throw new ArgumentException($"no deformable-attention op '{name}'; there are {string.Join(", ", Names)}"),
    };

    /// <summary>What was asked for is what runs, or nothing does: no result goes under the name of another op.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="device">Where the model runs.</param>
    /// <exception cref="BadInputException">The op does not run there; the message says why and what does.</exception>
    public static void Require(string name, DeviceType device)
    {
        if (name.StartsWith("cuda", StringComparison.Ordinal))
        {
            if (device != DeviceType.CUDA)
            {
                throw new BadInputException(
                    $"--op {name}: runs on a GPU only, and --device is cpu; add --device cuda, or leave --op out");
            }

            _ = Cuda(name);
        }
        else if (name == "cpu" && device != DeviceType.CPU)
        {
            throw new BadInputException("--op cpu: runs on the CPU only, and --device is cuda; leave one of them out");
        }
    }

    private static CudaMsDeformAttnOp Cuda(string name)
        => CudaKernels.OfMachine.TryGet(0, out _, out var reason)
            ? new CudaMsDeformAttnOp(isDeterministic: name == "cuda-deterministic")
            : throw new BadInputException($"--op {name}: {reason}; expected an NVIDIA GPU and its driver, else leave --op out");
}
