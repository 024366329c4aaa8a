namespace Dino.Kernels.Cuda;

/// <summary>Device addresses of dense inputs, shaped as in <see cref="MsDeformAttnShape"/>.</summary>
/// <param name="Value">Of the call's <see cref="CudaValueType"/>.</param>
/// <param name="Locations">float32.</param>
/// <param name="Weights">float32.</param>
public readonly record struct CudaInputs(nint Value, nint Locations, nint Weights);

/// <summary>Device addresses of dense float32 gradients, each shaped as what it belongs to; a call overwrites them.</summary>
public readonly record struct CudaGradients(nint Value, nint Locations, nint Weights);

/// <summary>Element type of value, output and the gradient by the output. Everything else, and all arithmetic, is float32.</summary>
public enum CudaValueType
{
    Float32,
    Float16,
    BFloat16,
}
