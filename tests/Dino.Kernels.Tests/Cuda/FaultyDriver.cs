using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Tests.Cuda;

/// <summary>A driver that returns the given answers and errors.</summary>
internal sealed unsafe class FaultyDriver : ICudaDriver
{
    private static readonly Dictionary<int, (string Name, string Text)> s_errors = new()
    {
        [1] = ("CUDA_ERROR_INVALID_VALUE", "invalid argument"),
        [2] = ("CUDA_ERROR_OUT_OF_MEMORY", "out of memory"),
        [100] = ("CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"),
        [218] = ("CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"),
    };

    /// <summary>The errors that functions return instead of success, by the name of the function.</summary>
    public Dictionary<string, int> Faults { get; } = [];

    public bool IsInstalled { get; init; } = true;

    public int Version { get; init; } = 12_080;

    public (int Major, int Minor) Capability { get; init; } = (9, 0);

    public int ContextDepth { get; private set; }

    public int Initialize() => IsInstalled
        ? Answer(nameof(Initialize))
        : throw new DllNotFoundException("Unable to load shared library 'libcuda.so.1'");

    public int DriverVersion(out int version)
    {
        version = Version;
        return Answer(nameof(DriverVersion));
    }

    public int DeviceCount(out int count)
    {
        count = 1;
        return Answer(nameof(DeviceCount));
    }

    public int DeviceName(int device, out string name)
    {
        name = "Test GPU";
        return Answer(nameof(DeviceName));
    }

    public int DeviceAttribute(CudaDeviceAttribute attribute, int device, out int value)
    {
        value = attribute switch
        {
            CudaDeviceAttribute.ComputeCapabilityMajor => Capability.Major,
            CudaDeviceAttribute.ComputeCapabilityMinor => Capability.Minor,
            CudaDeviceAttribute.Multiprocessors => 132,
            CudaDeviceAttribute.MaximumThreadsPerBlock => 1024,
            _ => 48 << 10,
        };
        return Answer(nameof(DeviceAttribute));
    }

    public int RetainPrimaryContext(int device, out nint context)
    {
        context = 1;
        return Answer(nameof(RetainPrimaryContext));
    }

    public int PushContext(nint context)
    {
        ContextDepth++;
        return Answer(nameof(PushContext));
    }

    public int PopContext()
    {
        ContextDepth--;
        return Answer(nameof(PopContext));
    }

    public int LoadModule(string ptx, out nint module, out string log)
    {
        (module, log) = (1, Faults.ContainsKey(nameof(LoadModule)) ? "ptxas error: line 7" : "");
        return Answer(nameof(LoadModule));
    }

    public int GetFunction(nint module, string name, out nint function)
    {
        function = 1;
        return Answer(nameof(GetFunction));
    }

    public int Launch(nint function, int blocks, int threads, int sharedBytes, void** arguments) => Answer(nameof(Launch));

    public int Clear(nint address, long bytes) => Answer(nameof(Clear));

    public string? ErrorName(int code) => s_errors.TryGetValue(code, out var error) ? error.Name : null;

    public string? ErrorText(int code) => s_errors.TryGetValue(code, out var error) ? error.Text : null;

    private int Answer(string function) => Faults.GetValueOrDefault(function);
}
