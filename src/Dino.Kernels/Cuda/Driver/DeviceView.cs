namespace Dino.Kernels.Cuda.Driver;

/// <summary>An ILGPU ArrayView as its PTX takes it.</summary>
/// <param name="Length">Elements.</param>
internal readonly record struct DeviceView(nint Address, long Length);
