using System.Runtime.InteropServices;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda.Driver;

/// <summary>The arguments of one launch in the order of the kernel's parameters, 8-byte aligned as the driver requires.</summary>
internal sealed class KernelArguments
{
    private const int Alignment = 8;
    private readonly List<int> _bytes = [];
    private readonly List<long> _memory = [];
    private readonly List<int> _starts = [];

    /// <summary>The sizes of the arguments.</summary>
    public IReadOnlyList<int> Bytes => _bytes;

    /// <summary>Appends an argument.</summary>
    /// <returns>This object.</returns>
    public unsafe KernelArguments Add<T>(T argument)
        where T : unmanaged
    {
        var words = (sizeof(T) + Alignment - 1) / Alignment;
        Span<long> memory = stackalloc long[words];
        memory.Clear();
        MemoryMarshal.Write(MemoryMarshal.AsBytes(memory), argument);
        _starts.Add(_memory.Count);
        _bytes.Add(sizeof(T));
        _memory.AddRange(memory);
        return this;
    }

    /// <summary>Appends an ArrayView.</summary>
    /// <returns>This object.</returns>
    public KernelArguments View(nint address, long length) => Add(new DeviceView(address, length));

    /// <summary>Launches a kernel with these arguments.</summary>
    public unsafe int Launch(ICudaDriver driver, nint function, int blocks, int threads, int sharedBytes)
    {
        var addresses = stackalloc void*[_starts.Count];
        fixed (long* memory = _memory.ToArray())
        {
            for (var index = 0; index < _starts.Count; index++)
            {
                addresses[index] = memory + _starts[index];
            }

            return driver.Launch(function, blocks, threads, sharedBytes, addresses);
        }
    }
}

/// <summary>An ILGPU ArrayView in the layout that PTX expects.</summary>
/// <param name="Length">Number of elements.</param>
internal readonly record struct DeviceView(nint Address, long Length);

/// <summary><see cref="VectorAtomicSums"/> in the layout that PTX expects.</summary>
internal readonly record struct DeviceVectorSums(DeviceView Values, nint Address);

/// <summary><see cref="FixedPointSums"/> in the layout that PTX expects.</summary>
internal readonly record struct DeviceFixedPointSums(DeviceView Units, DeviceView Scale);
