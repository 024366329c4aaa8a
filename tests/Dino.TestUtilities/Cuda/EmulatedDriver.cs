using System.Diagnostics;
using System.Runtime.InteropServices;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;
using Dino.Kernels.Cuda.Driver;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace Dino.TestUtilities.Cuda;

/// <summary>A CUDA driver whose device memory is the host's and whose launches run the kernels' C# on ILGPU's CPU accelerator: everything but the driver and the PTX is what runs on a GPU.
/// It reads the arguments as the PTX that it was given declares them.</summary>
internal sealed unsafe class EmulatedDriver : ICudaDriver, ICudaMemory, IDisposable
{
    // Every thread of a block is one of the host, and every shuffle a barrier between them: blocks are small.
    private const int WarpThreads = 8;
    private const nint Context = 0x1234;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly List<DeviceKernel> _functions = [];
    private readonly Dictionary<string, Kernel> _kernels = [];
    private readonly Dictionary<nint, long> _events = [];
    private readonly CudaTarget _target;
    private readonly int _threads;

    /// <param name="threads">Most threads a block, a multiple of 8.</param>
    public EmulatedDriver(CudaTarget target, int threads)
    {
        (_target, _threads) = (target, threads);
        _context = ILGPU.Context.Create(builder => builder.CPU(new CPUDevice(WarpThreads, threads / WarpThreads, numMultiprocessors: 1)));
        _accelerator = _context.GetCPUDevice(0).CreateCPUAccelerator(_context);
    }

    /// <summary>Names of the kernels in the order of their launches.</summary>
    public List<string> Launches { get; } = [];

    /// <summary>Kernels whose launches do nothing: a fault that checks must find.</summary>
    public Predicate<string> Ignores { get; set; } = _ => false;

    /// <summary>Contexts pushed and not popped.</summary>
    public int ContextDepth { get; private set; }

    public int Initialize() => 0;

    public int DriverVersion(out int version)
    {
        version = _target.MinimumDriver;
        return 0;
    }

    public int DeviceCount(out int count)
    {
        count = 1;
        return 0;
    }

    public int DeviceName(int device, out string name)
    {
        name = $"emulated {_target.Name}";
        return 0;
    }

    public int DeviceAttribute(CudaDeviceAttribute attribute, int device, out int value)
    {
        value = attribute switch
        {
            CudaDeviceAttribute.ComputeCapabilityMajor => _target.Major,
            CudaDeviceAttribute.ComputeCapabilityMinor => _target.Minor,
            CudaDeviceAttribute.Multiprocessors => 1,
            CudaDeviceAttribute.MaximumThreadsPerBlock => _threads,
            CudaDeviceAttribute.MaximumSharedBytesPerBlock => 48 << 10,
            _ => 1 << 20,
        };
        return 0;
    }

    public int RetainPrimaryContext(int device, out nint context)
    {
        context = Context;
        return 0;
    }

    public int PushContext(nint context)
    {
        ContextDepth += context == Context ? 1 : throw new ArgumentException("not the context that was retained");
        return 0;
    }

    public int PopContext()
    {
        ContextDepth--;
        return 0;
    }

    public int LoadModule(string ptx, out nint module, out string log)
    {
        // The first line is "// NAME for TARGET".
        var name = ptx.Split(' ', 3)[1];
        _functions.Add(DeviceKernels.All(_target).Single(kernel => kernel.Name == name));
        (module, log) = (_functions.Count, "");
        return 0;
    }

    public int GetFunction(nint module, string name, out nint function)
    {
        function = module;
        return 0;
    }

    public int Launch(nint function, int blocks, int threads, int sharedBytes, void** arguments)
    {
        Require(ContextDepth > 0, "a launch without context");
        var kernel = _functions[(int)function - 1];
        Require(threads <= kernel.Threads, $"{threads} threads of {kernel.Name}, which is compiled for {kernel.Threads}");
        Launches.Add(kernel.Name);
        if (Ignores(kernel.Name))
        {
            return 0;
        }

        if (!_kernels.TryGetValue(kernel.Name, out var loaded))
        {
            _kernels.Add(kernel.Name, loaded = _accelerator.LoadKernel(kernel.Method));
        }

        var types = kernel.Method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var values = new object[types.Length];
        for (var index = 0; index < types.Length; index++)
        {
            values[index] = LaunchedArguments.Read(_accelerator, types[index], (nint)arguments[index]);
        }

        var size = sharedBytes > 0 ? new KernelConfig(blocks, threads, SharedMemoryConfig.RequestDynamic<byte>(sharedBytes)) : new KernelConfig(blocks, threads);
        loaded.Launcher!.Invoke(null, [loaded, _accelerator.DefaultStream, size, .. values]);
        _accelerator.Synchronize();
        return 0;
    }

    public int Clear(nint address, long bytes)
    {
        Require(ContextDepth > 0, "a memset without context");
        NativeMemory.Clear((void*)address, (nuint)bytes);
        return 0;
    }

    public string? ErrorName(int code) => null;

    public string? ErrorText(int code) => null;

    public int Allocate(long bytes, out nint address)
    {
        address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, 256);
        return 0;
    }

    public int Free(nint address)
    {
        NativeMemory.AlignedFree((void*)address);
        return 0;
    }

    public int CopyToDevice(nint target, void* source, long bytes)
    {
        Buffer.MemoryCopy(source, (void*)target, bytes, bytes);
        return 0;
    }

    public int CopyToHost(void* target, nint source, long bytes)
    {
        Buffer.MemoryCopy((void*)source, target, bytes, bytes);
        return 0;
    }

    public int CopyOnDevice(nint target, nint source, long bytes) => CopyToDevice(target, (void*)source, bytes);

    public int Synchronize() => 0;

    public int CreateEvent(out nint created)
    {
        created = _events.Count + 1;
        _events.Add(created, 0);
        return 0;
    }

    public int RecordEvent(nint recorded)
    {
        _events[recorded] = Stopwatch.GetTimestamp();
        return 0;
    }

    public int ElapsedMilliseconds(nint start, nint end, out float milliseconds)
    {
        milliseconds = (float)Stopwatch.GetElapsedTime(_events[start], _events[end]).TotalMilliseconds;
        return 0;
    }

    public int DestroyEvent(nint destroyed) => 0;

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
