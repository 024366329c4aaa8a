using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda.Driver;

/// <summary><see cref="FixedPointSums"/> as its PTX takes it.</summary>
internal readonly record struct DeviceFixedPointSums(DeviceView Units, DeviceView Scale);
