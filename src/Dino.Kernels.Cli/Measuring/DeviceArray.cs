using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Device memory that this object owns. Create, use and dispose it within the context of the device.</summary>
internal sealed unsafe class DeviceArray : IDisposable
{
    private readonly ICudaDriver _driver;
    private readonly ICudaMemory _memory;

    public DeviceArray(ICudaDriver driver, ICudaMemory memory, long bytes)
    {
        (_driver, _memory, Bytes) = (driver, memory, bytes);
        driver.Require(memory.Allocate(bytes, out var address), $"cuMemAlloc of {bytes} bytes");
        Address = address;
    }

    public nint Address { get; }

    public long Bytes { get; }

    public void Write<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        fixed (T* source = items)
        {
            _driver.Require(_memory.CopyToDevice(Address, source, (long)items.Length * sizeof(T)), "cuMemcpyHtoD");
        }
    }

    public T[] Read<T>()
        where T : unmanaged
    {
        var items = new T[Bytes / sizeof(T)];
        fixed (T* target = items)
        {
            _driver.Require(_memory.CopyToHost(target, Address, Bytes), "cuMemcpyDtoH");
        }

        return items;
    }

    public void Dispose() => _memory.Free(Address);
}
