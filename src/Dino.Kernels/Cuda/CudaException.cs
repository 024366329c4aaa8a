namespace Dino.Kernels.Cuda;

/// <summary>A function of the CUDA driver failed. The message says which, the driver's code, name and text of the error, and for a launch the kernel and the shape.</summary>
public sealed class CudaException : Exception
{
    public CudaException(int code, string message)
        : base(message)
        => Code = code;

    /// <summary>CUresult.</summary>
    public int Code { get; }
}
