namespace Dino.Kernels.Cuda;

/// <summary>Device addresses of dense inputs, shaped as in <see cref="MsDeformAttnShape"/>.</summary>
/// <param name="Value">Of the call's <see cref="CudaValueType"/>.</param>
/// <param name="Locations">float32.</param>
/// <param name="Weights">float32.</param>
public readonly record struct CudaInputs(nint Value, nint Locations, nint Weights);
