using Dino.Kernels.Cuda.Driver;

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

/// <summary>Turns what the driver returns into exceptions.</summary>
internal static class CudaCalls
{
    /// <param name="function">The driver's name of what was called, and with what.</param>
    /// <exception cref="CudaException">The result is not success.</exception>
    public static void Require(this ICudaDriver driver, int result, string function)
    {
        if (result != 0)
        {
            throw new CudaException(result, $"{function}: {driver.Describe(result)}");
        }
    }

    /// <summary>As in "CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected".</summary>
    public static string Describe(this ICudaDriver driver, int result)
        => $"{driver.ErrorName(result) ?? "unknown error"} ({result}){(driver.ErrorText(result) is { } text ? $", {text}" : "")}";
}
