using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda.Driver;

/// <summary><see cref="VectorAtomicSums"/> as its PTX takes it.</summary>
internal readonly record struct DeviceVectorSums(DeviceView Values, nint Address);
