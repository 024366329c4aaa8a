using System.Runtime.InteropServices;

namespace Dino.Kernels.Tests.Cuda;

/// <summary>Memory that is aligned like device memory and filled with 0xff bytes (NaN in every float type), so that elements a
/// kernel does not write are noticed.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private readonly void* _memory;
    private readonly int _length;

    public AlignedMemory(long bytes, int offset = 0)
    {
        _memory = NativeMemory.AlignedAlloc((nuint)(bytes + offset + 1), 256);
        NativeMemory.Fill(_memory, (nuint)(bytes + offset), 0xff);
        (Address, _length) = ((nint)_memory + offset, (int)bytes);
    }

    public nint Address { get; }

    public static AlignedMemory From<T>(ReadOnlySpan<T> items, int offset = 0)
        where T : unmanaged
    {
        var memory = new AlignedMemory((long)items.Length * sizeof(T), offset);
        items.CopyTo(new Span<T>((void*)memory.Address, items.Length));
        return memory;
    }

    public T[] Read<T>()
        where T : unmanaged
        => new ReadOnlySpan<T>((void*)Address, _length / sizeof(T)).ToArray();

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
