using Dino.Kernels.Cli.Measuring;

namespace Dino.Kernels.Cli.Reports;

/// <summary>All measurements of a run.</summary>
/// <param name="Target">The architecture that the PTX was generated for.</param>
internal sealed record KernelReport(
    string Device,
    string Target,
    int Multiprocessors,
    MemoryBandwidth Bandwidth,
    IReadOnlyList<KernelResult> Kernels,
    IReadOnlyList<BlockSizeResult> BlockSizes);
