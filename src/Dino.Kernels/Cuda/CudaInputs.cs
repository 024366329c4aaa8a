namespace Dino.Kernels.Cuda;

/// <summary>Device addresses of dense inputs with the shapes that <see cref="MsDeformAttnShape"/> names.</summary>
/// <param name="Value">Elements have the <see cref="CudaValueType"/> of the call.</param>
/// <param name="Locations">Elements are float32; the address is a multiple of 8.</param>
/// <param name="Weights">Elements are float32.</param>
public readonly record struct CudaInputs(nint Value, nint Locations, nint Weights);

/// <summary>Device addresses of dense float32 gradients. Each has the shape of its input and is overwritten.</summary>
public readonly record struct CudaGradients(nint Value, nint Locations, nint Weights);

/// <summary>The element type of value, output and the gradient of the output. Everything else, including all arithmetic, is
/// float32.</summary>
public enum CudaValueType
{
    Float32,
    Float16,
    BFloat16,
}
