using Dino.Kernels.Cli.Measuring;

namespace Dino.Kernels.Cli.Reports;

/// <summary>All that a run measured.</summary>
/// <param name="Target">What the PTX was generated for.</param>
internal sealed record KernelReport(
    string Device,
    string Target,
    int Multiprocessors,
    MemoryBandwidth Bandwidth,
    IReadOnlyList<KernelResult> Kernels,
    IReadOnlyList<BlockSizeResult> BlockSizes);
