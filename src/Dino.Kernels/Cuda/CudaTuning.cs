namespace Dino.Kernels.Cuda;

/// <summary>Overrides what the launcher would choose, for measurements.</summary>
/// <param name="Threads">Threads a block, a power of two from 32 on; vectorised kernels only. 0: the launcher's choice.</param>
public sealed record CudaTuning(CudaVariant Variant, int Threads = 0);

/// <summary>The kernels there are.</summary>
public enum CudaVariant
{
    /// <summary>The published algorithm, one thread a channel: the baseline, and the path for head sizes and addresses that do not fit 128-bit loads.</summary>
    Im2Col,

    /// <summary>128-bit loads, location arithmetic once per query and head.</summary>
    Vectorised,
}
