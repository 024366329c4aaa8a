using System.Globalization;

namespace Dino.Torch.Runtime;

/// <summary>What a run promises about repeating its numbers, for the record of the run.</summary>
public static class Determinism
{
    /// <summary>Operations of a training step whose CUDA forms add in no fixed order or choose their algorithm at run time (PyTorch, "Reproducibility" and
    /// torch.use_deterministic_algorithms; TorchSharp has no switch that forbids them).</summary>
    public static IReadOnlyList<string> CudaBreaks { get; } =
    [
        "deformable attention backward: atomic additions into the gradient of the values",
        "backward of index_select, gather and embedding (query selection, matched pairs, denoising labels): index_add and scatter_add by atomics",
        "convolutions: cuDNN chooses among algorithms, some of whose weight gradients add by atomics",
        "cumsum in the position encoding: the order of additions is not fixed",
        "matrix products: cuBLAS may split a sum differently on another card or with another workspace",
    ];

    /// <param name="device">cpu or cuda.</param>
    /// <param name="threads">Of libtorch's operations.</param>
    public static string Statement(string device, int threads) => device == "cpu"
        ? string.Create(CultureInfo.InvariantCulture, $"same seed, machine and {threads} threads: the same bits")
        : $"not bit for bit: {string.Join("; ", CudaBreaks)}";
}
