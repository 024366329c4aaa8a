using System.Runtime.InteropServices;
using System.Text;

namespace Dino.Kernels.Cuda.Driver;

/// <summary>Calls the NVIDIA driver, libcuda.so.1.</summary>
internal sealed unsafe partial class LibCuda : ICudaDriver, ICudaMemory
{
    private const string Library = "libcuda.so.1";
    private const nint DefaultStream = 0;
    private const int NameBytes = 256;
    private const int LogBytes = 8192;

    // Values of CUjit_option.
    private const int JitErrorLogBuffer = 5;
    private const int JitErrorLogBytes = 6;

    public int Initialize() => cuInit(0);

    public int DriverVersion(out int version) => cuDriverGetVersion(out version);

    public int DeviceCount(out int count) => cuDeviceGetCount(out count);

    public int DeviceName(int device, out string name)
    {
        var buffer = stackalloc byte[NameBytes];
        var result = cuDeviceGetName(buffer, NameBytes, device);
        name = result == 0 ? Marshal.PtrToStringUTF8((nint)buffer)! : "";
        return result;
    }

    public int DeviceAttribute(CudaDeviceAttribute attribute, int device, out int value)
        => cuDeviceGetAttribute(out value, (int)attribute, device);

    public int RetainPrimaryContext(int device, out nint context) => cuDevicePrimaryCtxRetain(out context, device);

    public int PushContext(nint context) => cuCtxPushCurrent_v2(context);

    public int PopContext() => cuCtxPopCurrent_v2(out _);

    public int LoadModule(string ptx, out nint module, out string log)
    {
        var buffer = new byte[LogBytes];
        fixed (byte* image = Encoding.UTF8.GetBytes(ptx + '\0'), logBuffer = buffer)
        {
            int* options = stackalloc int[] { JitErrorLogBuffer, JitErrorLogBytes };
            void** values = stackalloc void*[] { logBuffer, (void*)LogBytes };
            var result = cuModuleLoadDataEx(out module, image, 2, options, values);
            var length = buffer.AsSpan().IndexOf((byte)0) is >= 0 and var end ? end : LogBytes;
            log = Encoding.UTF8.GetString(buffer.AsSpan(0, length)).Trim();
            return result;
        }
    }

    public int GetFunction(nint module, string name, out nint function) => cuModuleGetFunction(out function, module, name);

    public int Launch(nint function, int blocks, int threads, int sharedBytes, void** arguments)
        => cuLaunchKernel(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, (uint)sharedBytes, DefaultStream, arguments, null);

    public int Clear(nint address, long bytes) => cuMemsetD8Async(address, 0, (nuint)bytes, DefaultStream);

    public string? ErrorName(int code) => cuGetErrorName(code, out var text) == 0 ? Marshal.PtrToStringUTF8(text) : null;

    public string? ErrorText(int code) => cuGetErrorString(code, out var text) == 0 ? Marshal.PtrToStringUTF8(text) : null;

    public int Allocate(long bytes, out nint address) => cuMemAlloc_v2(out address, (nuint)bytes);

    public int Free(nint address) => cuMemFree_v2(address);

    public int CopyToDevice(nint target, void* source, long bytes) => cuMemcpyHtoD_v2(target, source, (nuint)bytes);

    public int CopyToHost(void* target, nint source, long bytes) => cuMemcpyDtoH_v2(target, source, (nuint)bytes);

    public int CopyOnDevice(nint target, nint source, long bytes)
        => cuMemcpyDtoDAsync_v2(target, source, (nuint)bytes, DefaultStream);

    public int Synchronize() => cuCtxSynchronize();

    public int CreateEvent(out nint created) => cuEventCreate(out created, 0);

    public int RecordEvent(nint recorded) => cuEventRecord(recorded, DefaultStream);

    public int ElapsedMilliseconds(nint start, nint end, out float milliseconds)
    {
        milliseconds = 0;
        var result = cuEventSynchronize(end);
        return result == 0 ? cuEventElapsedTime(out milliseconds, start, end) : result;
    }

    public int DestroyEvent(nint destroyed) => cuEventDestroy_v2(destroyed);
}
