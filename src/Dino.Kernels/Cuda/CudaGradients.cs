namespace Dino.Kernels.Cuda;

/// <summary>Device addresses of dense float32 gradients, each shaped as what it belongs to; a call overwrites them.</summary>
public readonly record struct CudaGradients(nint Value, nint Locations, nint Weights);
