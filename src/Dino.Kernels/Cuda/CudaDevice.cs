using System.Diagnostics.CodeAnalysis;
using Dino.Kernels.Cuda.Compilation;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cuda;

/// <summary>A CUDA device that the kernels run on, in its primary context, which torch uses too. Safe to use from several
/// threads. It stays open until the process ends.</summary>
public sealed class CudaDevice
{
    private readonly ICudaDriver _driver;
    private readonly PtxCache _cache;
    private readonly nint _context;
    private readonly Dictionary<string, (PtxModule Module, nint Function)> _functions = [];
    private readonly Lock _gate = new();

    private CudaDevice(ICudaDriver driver, PtxCache cache, int device, string name, CudaTarget target, nint context)
    {
        (_driver, _cache, _context, Name, Target) = (driver, cache, context, name, target);
        Multiprocessors = Ask(driver, CudaDeviceAttribute.Multiprocessors, device);
        MaximumThreads = Ask(driver, CudaDeviceAttribute.MaximumThreadsPerBlock, device);
        SharedBytes = Ask(driver, CudaDeviceAttribute.MaximumSharedBytesPerBlock, device);
        L2Bytes = Ask(driver, CudaDeviceAttribute.L2CacheBytes, device);
    }

    public string Name { get; }

    public int Multiprocessors { get; }

    public int L2Bytes { get; }

    /// <summary>The architecture that PTX is generated for: sm_80 or sm_90.</summary>
    public string TargetName => Target.Name;

    internal CudaTarget Target { get; }

    internal ICudaDriver Driver => _driver;

    /// <summary>The most threads per block.</summary>
    internal int MaximumThreads { get; }

    /// <summary>Shared memory per block, without opting in to more.</summary>
    internal int SharedBytes { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="device">Number of the device, as the driver counts.</param>
    /// <param name="reason">Why the device cannot be opened, in one line.</param>
    public static bool TryOpen(int device, [NotNullWhen(true)] out CudaDevice? opened, [NotNullWhen(false)] out string? reason)
        => TryOpen(new LibCuda(), PtxCache.User, device, out opened, out reason);

    internal static bool TryOpen(
        ICudaDriver driver,
        PtxCache cache,
        int device,
        [NotNullWhen(true)] out CudaDevice? opened,
        [NotNullWhen(false)] out string? reason)
    {
        opened = null;
        try
        {
            reason = Open(driver, cache, device, out opened);
        }
        catch (DllNotFoundException)
        {
            reason = "no CUDA driver: libcuda.so.1 is not installed";
        }
        catch (EntryPointNotFoundException error)
        {
            reason = $"the CUDA driver is too old: {error.Message}";
        }
        catch (CudaException error)
        {
            reason = error.Message;
        }

        return reason is null;
    }

    /// <summary>Runs an action while this device's context is the current one of the thread.</summary>
    internal void InContext(Action action)
    {
        _driver.Require(_driver.PushContext(_context), "cuCtxPushCurrent");
        try
        {
            action();
        }
        finally
        {
            _driver.PopContext();
        }
    }

    /// <summary>Launches a kernel on stream 0 and returns before it has run. Call it inside <see cref="InContext"/>.</summary>
    /// <param name="purpose">What the caller computes, for error messages: a text or a shape.</param>
    /// <exception cref="CudaException">The driver refuses the kernel or the launch.</exception>
    internal void Launch(DeviceKernel kernel, LaunchSize size, KernelArguments arguments, object purpose)
    {
        var (module, function) = Load(kernel);
        if (!module.ParameterBytes.SequenceEqual(arguments.Bytes))
        {
            throw new InvalidOperationException(
                $"kernel {kernel.Name} takes parameters of {string.Join(' ', module.ParameterBytes)} bytes; " +
                $"the launcher passes {string.Join(' ', arguments.Bytes)}");
        }

        // The text is created only if it is needed, because that takes longer than the launch.
        if (arguments.Launch(_driver, function, size.Blocks, size.Threads, size.SharedBytes) is not 0 and var failure)
        {
            _driver.Require(
                failure,
                $"cuLaunchKernel of {kernel.Name} with {size.Blocks} blocks of {size.Threads} threads " +
                $"and {size.SharedBytes} bytes of shared memory, {purpose}");
        }
    }

    private static string? Open(ICudaDriver driver, PtxCache cache, int device, out CudaDevice? opened)
    {
        opened = null;
        if (driver.Initialize() is not 0 and var failure)
        {
            return $"the CUDA driver finds no device: {driver.Describe(failure)}";
        }

        driver.Require(driver.DeviceCount(out var count), "cuDeviceGetCount");
        if (device < 0 || device >= count)
        {
            return $"there is no CUDA device {device}; the driver has {count}";
        }

        driver.Require(driver.DriverVersion(out var version), "cuDriverGetVersion");
        driver.Require(driver.DeviceName(device, out var name), "cuDeviceGetName");
        var major = Ask(driver, CudaDeviceAttribute.ComputeCapabilityMajor, device);
        var minor = Ask(driver, CudaDeviceAttribute.ComputeCapabilityMinor, device);
        var oldest = CudaTarget.Sm80;
        if (CudaTarget.For(major, minor, int.MaxValue) is null)
        {
            return $"{name} has compute capability {major}.{minor}; the kernels need {oldest.Major}.{oldest.Minor} or newer";
        }

        if (CudaTarget.For(major, minor, version) is not { } target)
        {
            return $"the driver of {name} is for CUDA {Text(version)}; the kernels need {Text(oldest.MinimumDriver)} or newer";
        }

        driver.Require(driver.RetainPrimaryContext(device, out var context), $"cuDevicePrimaryCtxRetain of {name}");
        opened = new CudaDevice(driver, cache, device, name, target, context);
        return null;
    }

    private static int Ask(ICudaDriver driver, CudaDeviceAttribute attribute, int device)
    {
        driver.Require(driver.DeviceAttribute(attribute, device, out var value), $"cuDeviceGetAttribute {attribute}");
        return value;
    }

    private static string Text(int version) => $"{version / 1000}.{version % 1000 / 10}";

    private (PtxModule Module, nint Function) Load(DeviceKernel kernel)
    {
        lock (_gate)
        {
            if (!_functions.TryGetValue(kernel.Name, out var loaded))
            {
                var module = _cache.Get(kernel, Target);
                var result = _driver.LoadModule(module.Text, out var handle, out var log);
                var detail = log.Length > 0 ? $" ({log.ReplaceLineEndings(" ")})" : "";
                _driver.Require(result, $"cuModuleLoadDataEx of {kernel.Name} for {Target.Name}{detail}");
                result = _driver.GetFunction(handle, module.Entry, out var function);
                _driver.Require(result, $"cuModuleGetFunction of {kernel.Name}");
                _functions.Add(kernel.Name, loaded = (module, function));
            }

            return loaded;
        }
    }
}
