using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Driver;

/// <content>The functions, as cuda.h declares them.</content>
internal sealed unsafe partial class LibCuda
{
    [LibraryImport(Library)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    private static partial int cuDriverGetVersion(out int version);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetCount(out int count);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    private static partial int cuDeviceGetAttribute(out int value, int attribute, int device);

    [LibraryImport(Library)]
    private static partial int cuDevicePrimaryCtxRetain(out nint context, int device);

    [LibraryImport(Library)]
    private static partial int cuCtxPushCurrent_v2(nint context);

    [LibraryImport(Library)]
    private static partial int cuCtxPopCurrent_v2(out nint context);

    [LibraryImport(Library)]
    private static partial int cuCtxSynchronize();

    [LibraryImport(Library)]
    private static partial int cuModuleLoadDataEx(out nint module, byte* image, uint optionCount, int* options, void** values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int cuModuleGetFunction(out nint function, nint module, string name);

    [LibraryImport(Library)]
    private static partial int cuLaunchKernel(
        nint function,
        uint gridX,
        uint gridY,
        uint gridZ,
        uint blockX,
        uint blockY,
        uint blockZ,
        uint sharedBytes,
        nint stream,
        void** arguments,
        void** extra);

    [LibraryImport(Library)]
    private static partial int cuMemsetD8Async(nint address, byte value, nuint count, nint stream);

    [LibraryImport(Library)]
    private static partial int cuMemAlloc_v2(out nint address, nuint bytes);

    [LibraryImport(Library)]
    private static partial int cuMemFree_v2(nint address);

    [LibraryImport(Library)]
    private static partial int cuMemcpyHtoD_v2(nint target, void* source, nuint bytes);

    [LibraryImport(Library)]
    private static partial int cuMemcpyDtoH_v2(void* target, nint source, nuint bytes);

    [LibraryImport(Library)]
    private static partial int cuMemcpyDtoDAsync_v2(nint target, nint source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    private static partial int cuEventCreate(out nint created, uint flags);

    [LibraryImport(Library)]
    private static partial int cuEventRecord(nint recorded, nint stream);

    [LibraryImport(Library)]
    private static partial int cuEventSynchronize(nint awaited);

    [LibraryImport(Library)]
    private static partial int cuEventElapsedTime(out float milliseconds, nint start, nint end);

    [LibraryImport(Library)]
    private static partial int cuEventDestroy_v2(nint destroyed);

    [LibraryImport(Library)]
    private static partial int cuGetErrorName(int code, out nint text);

    [LibraryImport(Library)]
    private static partial int cuGetErrorString(int code, out nint text);
}
