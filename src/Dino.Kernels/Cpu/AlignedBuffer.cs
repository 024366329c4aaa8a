using System.Buffers;
using System.Runtime.InteropServices;

namespace Dino.Kernels.Cpu;

/// <summary>Pooled scratch memory, aligned to cache lines because a 64-byte vector that straddles two lines costs two loads. Its
/// contents are undefined.</summary>
internal unsafe ref struct AlignedBuffer
{
    private const int CacheLine = 64;

    private readonly byte[] _array;
    private GCHandle _pin;
    private byte* _next;

    public AlignedBuffer(long bytes)
    {
        _array = ArrayPool<byte>.Shared.Rent(checked((int)bytes + CacheLine));
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        _next = (byte*)Align(_pin.AddrOfPinnedObject());
    }

    /// <summary>The bytes that <see cref="Take{T}"/> needs for <paramref name="length"/> elements.</summary>
    public static long SizeOf<T>(long length)
        where T : unmanaged
        => Align(length * sizeof(T));

    /// <summary>Returns the next <paramref name="length"/> elements of the buffer.</summary>
    public T* Take<T>(long length)
        where T : unmanaged
    {
        var taken = (T*)_next;
        _next += SizeOf<T>(length);
        return taken;
    }

    public void Dispose()
    {
        _pin.Free();
        ArrayPool<byte>.Shared.Return(_array);
    }

    private static nint Align(long bytes) => (nint)((bytes + CacheLine - 1) & ~(CacheLine - 1L));
}
