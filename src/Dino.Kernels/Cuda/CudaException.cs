using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cuda;

/// <summary>A function of the CUDA driver failed. The message names the function, the driver's error (code, name and text), and
/// for a launch the kernel and the shape.</summary>
public sealed class CudaException : Exception
{
    public CudaException(int code, string message)
        : base(message)
        => Code = code;

    /// <summary>The CUresult that the driver returned.</summary>
    public int Code { get; }
}

/// <summary>Turns the results of the driver into exceptions.</summary>
internal static class CudaCalls
{
    /// <param name="function">The driver's name of the function that was called, and its arguments.</param>
    /// <exception cref="CudaException">The result is not success.</exception>
    public static void Require(this ICudaDriver driver, int result, string function)
    {
        if (result != 0)
        {
            throw new CudaException(result, $"{function}: {driver.Describe(result)}");
        }
    }

    /// <summary>Describes a result, for example "CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected".</summary>
    public static string Describe(this ICudaDriver driver, int result)
        => $"{driver.ErrorName(result) ?? "unknown error"} ({result}){(driver.ErrorText(result) is { } text ? $", {text}" : "")}";
}
