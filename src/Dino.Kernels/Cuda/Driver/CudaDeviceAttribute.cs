namespace Dino.Kernels.Cuda.Driver;

/// <summary>CUdevice_attribute values that are asked for.</summary>
internal enum CudaDeviceAttribute
{
    MaximumThreadsPerBlock = 1,
    MaximumSharedBytesPerBlock = 8,
    Multiprocessors = 16,
    L2CacheBytes = 38,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
}
