namespace Dino.Kernels.Cuda.Driver;

/// <summary>The functions of libcuda that launching kernels needs. Like those of the driver, each returns a CUresult, 0 for
/// success.</summary>
internal unsafe interface ICudaDriver
{
    /// <exception cref="DllNotFoundException">There is no driver.</exception>
    int Initialize();

    /// <param name="version">1000 × major + 10 × minor of the newest CUDA that the driver knows.</param>
    int DriverVersion(out int version);

    int DeviceCount(out int count);

    int DeviceName(int device, out string name);

    int DeviceAttribute(CudaDeviceAttribute attribute, int device, out int value);

    /// <summary>Retains the context that the CUDA runtime and therefore torch use.</summary>
    int RetainPrimaryContext(int device, out nint context);

    int PushContext(nint context);

    int PopContext();

    /// <param name="log">The messages of the driver's compiler; may be empty.</param>
    int LoadModule(string ptx, out nint module, out string log);

    int GetFunction(nint module, string name, out nint function);

    /// <summary>Launches a one-dimensional grid on stream 0, which torch uses too by default.</summary>
    /// <param name="arguments">Addresses of the arguments.</param>
    int Launch(nint function, int blocks, int threads, int sharedBytes, void** arguments);

    /// <summary>Clears memory on stream 0.</summary>
    int Clear(nint address, long bytes);

    /// <summary>The name CUDA_ERROR_... of a code; null if the driver does not know it.</summary>
    string? ErrorName(int code);

    string? ErrorText(int code);
}

/// <summary>The functions of libcuda that measurements need in addition to <see cref="ICudaDriver"/>. Each returns a
/// CUresult.</summary>
internal unsafe interface ICudaMemory
{
    int Allocate(long bytes, out nint address);

    int Free(nint address);

    int CopyToDevice(nint target, void* source, long bytes);

    int CopyToHost(void* target, nint source, long bytes);

    /// <summary>Copies within the device, on stream 0.</summary>
    int CopyOnDevice(nint target, nint source, long bytes);

    int Synchronize();

    int CreateEvent(out nint created);

    /// <summary>Records an event on stream 0.</summary>
    int RecordEvent(nint recorded);

    int ElapsedMilliseconds(nint start, nint end, out float milliseconds);

    int DestroyEvent(nint destroyed);
}

/// <summary>The CUdevice_attribute values that are queried.</summary>
internal enum CudaDeviceAttribute
{
    MaximumThreadsPerBlock = 1,
    MaximumSharedBytesPerBlock = 8,
    Multiprocessors = 16,
    L2CacheBytes = 38,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
}
