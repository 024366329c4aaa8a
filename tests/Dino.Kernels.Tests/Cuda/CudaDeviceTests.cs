using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;

namespace Dino.Kernels.Tests.Cuda;

public sealed class CudaDeviceTests : IDisposable
{
    private static readonly MsDeformAttnShape s_shape = new(1, 900, 8, 32, 4, [(100, 167), (50, 84)]);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dino-device-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void TryOpen_WithoutDriver_SaysSo()
        => Assert.Equal("no CUDA driver: libcuda.so.1 is not installed", ReasonOf(new FaultyDriver { IsInstalled = false }));

    [Fact]
    public void TryOpen_WithoutDevice_NamesTheDriversError()
        => Assert.Equal(
            "the CUDA driver finds no device: CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected",
            ReasonOf(new FaultyDriver { Faults = { ["Initialize"] = 100 } }));

    [Fact]
    public void TryOpen_OfADeviceThatIsNotThere_SaysHowManyThereAre()
        => Assert.Equal("there is no CUDA device 3; the driver has 1", ReasonOf(new FaultyDriver(), device: 3));

    [Fact]
    public void TryOpen_OfAnOldDevice_NamesBothCapabilities()
        => Assert.Equal(
            "Test GPU has compute capability 7.5; the kernels need 8.0 or newer",
            ReasonOf(new FaultyDriver { Capability = (7, 5) }));

    [Fact]
    public void TryOpen_WithAnOldDriver_NamesBothVersions()
        => Assert.Equal(
            "the driver of Test GPU is for CUDA 10.2; the kernels need 11.0 or newer",
            ReasonOf(new FaultyDriver { Version = 10_020 }));

    [Theory]
    [InlineData("DeviceCount", "cuDeviceGetCount")]
    [InlineData("DriverVersion", "cuDriverGetVersion")]
    [InlineData("DeviceAttribute", "cuDeviceGetAttribute ComputeCapabilityMajor")]
    [InlineData("RetainPrimaryContext", "cuDevicePrimaryCtxRetain of Test GPU")]
    public void TryOpen_WhereAFunctionFails_NamesItAndTheError(string function, string expected)
        => Assert.Equal(
            $"{expected}: CUDA_ERROR_OUT_OF_MEMORY (2), out of memory",
            ReasonOf(new FaultyDriver { Faults = { [function] = 2 } }));

    [Theory]
    [InlineData(8, 0, 12_080, "sm_80")]
    [InlineData(8, 9, 12_080, "sm_80")]
    [InlineData(9, 0, 12_080, "sm_90")]
    [InlineData(10, 0, 13_000, "sm_90")]
    [InlineData(9, 0, 11_080, "sm_80")]
    public void TryOpen_ChoosesTheNewestTargetThatDeviceAndDriverTake(int major, int minor, int version, string target)
        => Assert.Equal(target, Open(new FaultyDriver { Capability = (major, minor), Version = version }).TargetName);

    [Fact]
    public void Launch_Refused_NamesKernelLaunchAndShape()
    {
        var driver = new FaultyDriver { Faults = { ["Launch"] = 1 } };
        var error = Assert.Throws<CudaException>(() => Forward(driver));
        Assert.Equal(
            "cuLaunchKernel of vectorised-forward-float32 with 904 blocks of 64 threads and 2304 bytes of shared memory, " +
            "batch 1, queries 900, heads 8x32, points 4, levels 100x167 50x84: CUDA_ERROR_INVALID_VALUE (1), invalid argument",
            error.Message);
        Assert.Equal((1, 0), (error.Code, driver.ContextDepth));
    }

    [Fact]
    public void Load_OfPtxThatTheDriverRefuses_ShowsItsLog()
        => Assert.Equal(
            "cuModuleLoadDataEx of vectorised-forward-float32 for sm_90 (ptxas error: line 7): " +
            "CUDA_ERROR_INVALID_PTX (218), a PTX JIT compilation failed",
            Assert.Throws<CudaException>(() => Forward(new FaultyDriver { Faults = { ["LoadModule"] = 218 } })).Message);

    [Fact]
    public void Load_OfAnEntryThatIsMissing_NamesTheKernel()
        => Assert.Equal(
            "cuModuleGetFunction of vectorised-forward-float32: unknown error (4711)",
            Assert.Throws<CudaException>(() => Forward(new FaultyDriver { Faults = { ["GetFunction"] = 4711 } })).Message);

    [Fact]
    public void Clear_Refused_NamesTheBytes()
    {
        var kernel = new CudaMsDeformAttn(Open(new FaultyDriver { Faults = { ["Clear"] = 1 } }));
        var error = Assert.Throws<CudaException>(
            () => kernel.Backward(s_shape, CudaValueType.Float32, new(256, 256, 256), 256, new(256, 256, 256)));
        Assert.Equal(
            $"cuMemsetD8Async of {s_shape.ValueLength * 4} bytes: CUDA_ERROR_INVALID_VALUE (1), invalid argument",
            error.Message);
    }

    [Fact]
    public void Context_ThatCannotBePushed_StopsTheCall()
        => Assert.Equal(
            "cuCtxPushCurrent: CUDA_ERROR_INVALID_VALUE (1), invalid argument",
            Assert.Throws<CudaException>(() => Forward(new FaultyDriver { Faults = { ["PushContext"] = 1 } })).Message);

    private static string? ReasonOf(FaultyDriver driver, int device = 0)
    {
        Assert.False(CudaDevice.TryOpen(driver, new PtxCache(Path.GetTempPath()), device, out var opened, out var reason));
        Assert.Null(opened);
        return reason;
    }

    private CudaDevice Open(FaultyDriver driver)
    {
        Assert.True(CudaDevice.TryOpen(driver, new PtxCache(_folder), 0, out var device, out var reason), reason);
        return device;
    }

    private void Forward(FaultyDriver driver)
        => new CudaMsDeformAttn(Open(driver)).Forward(s_shape, CudaValueType.Float32, new(256, 256, 256), 256);
}
