namespace Dino.Kernels.Cuda;

/// <summary>Overrides the launcher's choices, for measurements.</summary>
/// <param name="Threads">Threads per block of the vectorised kernels: a power of two, at least 32. 0 leaves the choice to the
/// launcher.</param>
public sealed record CudaTuning(CudaVariant Variant, int Threads = 0);

/// <summary>The available kernels.</summary>
public enum CudaVariant
{
    /// <summary>The published algorithm with one thread per channel. The baseline, and the path for head sizes and addresses that
    /// do not fit 128-bit loads.</summary>
    Im2Col,

    /// <summary>128-bit loads, and location arithmetic once per query and head.</summary>
    Vectorised,
}
