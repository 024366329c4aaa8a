namespace Dino.Kernels.Cuda;

/// <summary>Overrides what the launcher would choose, for measurements.</summary>
/// <param name="Threads">Threads a block, a power of two from 32 on; vectorised kernels only. 0: the launcher's choice.</param>
public sealed record CudaTuning(CudaVariant Variant, int Threads = 0);
