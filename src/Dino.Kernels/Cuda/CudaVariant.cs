namespace Dino.Kernels.Cuda;

/// <summary>The kernels there are.</summary>
public enum CudaVariant
{
    /// <summary>The published algorithm, one thread a channel: the baseline, and the path for head sizes and addresses that do not fit 128-bit loads.</summary>
    Im2Col,

    /// <summary>128-bit loads, location arithmetic once per query and head.</summary>
    Vectorised,
}
