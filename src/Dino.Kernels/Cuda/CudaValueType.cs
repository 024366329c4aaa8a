namespace Dino.Kernels.Cuda;

/// <summary>Element type of value, output and the gradient by the output. Everything else, and all arithmetic, is float32.</summary>
public enum CudaValueType
{
    Float32,
    Float16,
    BFloat16,
}
