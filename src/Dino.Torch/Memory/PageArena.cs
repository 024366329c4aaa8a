using System.Runtime.InteropServices;

namespace Dino.Torch.Memory;

/// <summary>A range of addresses that blocks of whole pages are cut from, the lowest place that fits first. What is free joins its neighbours and keeps its pages, so that passes over images of
/// any sizes live on about as many pages as the largest of them needs at once, and the system need not clear fresh ones. Thread-safe.</summary>
internal sealed partial class PageArena
{
    // Addresses only: pages come when they are written to. Beyond, the caller must look elsewhere.
    private const long Reserved = 64L << 30;

    // While more lies free, pages at the end go back to the system: more than a float32 pass of DINO-4scale R50 over 800x1333 needs.
    private const long Kept = 768L << 20;

    private const long Rounding = 1L << 16;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousNoReserve = 0x4022;
    private const int DontNeed = 4;
    private const int HugePages = 14;

    private readonly Lock _gate = new();
    private readonly Dictionary<nint, long> _used = [];
    private readonly List<(long Start, long Size)> _free = []; // by start; no two touch; the last one reaches the end of the range
    private nint _base;
    private long _writable; // from here on nothing was ever handed out
    private long _touched; // from here on there are no pages
    private bool _isClosed = true;

    /// <summary>Bytes handed out.</summary>
    public long UsedBytes { get; private set; }

    /// <returns>At least so many bytes at a page's start, contents undefined; 0 when there are none.</returns>
    public nint Take(long bytes)
    {
        var size = (bytes + Rounding - 1) / Rounding * Rounding;
        lock (_gate)
        {
            var index = _free.FindIndex(range => range.Size >= size);
            if (index < 0 || !IsWritable(_free[index].Start + size))
            {
                return 0;
            }

            var (start, room) = _free[index];
            if (room > size)
            {
                _free[index] = (start + size, room - size);
            }
            else
            {
                _free.RemoveAt(index);
            }

            _touched = Math.Max(_touched, start + size);
            _used.Add(_base + (nint)start, size);
            UsedBytes += size;
            return _base + (nint)start;
        }
    }

    /// <returns>False for what is not of <see cref="Take"/>.</returns>
    public bool TryReturn(nint address)
    {
        lock (_gate)
        {
            if (!_used.Remove(address, out var size))
            {
                return false;
            }

            UsedBytes -= size;
            Join(address - _base, size);
            if (_isClosed)
            {
                Release(address - _base, size);
            }

            var tail = Math.Max(_free[^1].Start, UsedBytes + Kept);
            if (_touched > tail)
            {
                Release(tail, _touched - tail);
                _touched = tail;
            }

            return true;
        }
    }

    /// <summary>Keeps what is returned from now on.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isClosed = false;
            if (_base == 0 && Map(0, unchecked((nuint)Reserved), NoAccess, PrivateAnonymousNoReserve, -1, 0) is var start && start != -1)
            {
                _base = start;
                _ = Advise(start, unchecked((nuint)Reserved), HugePages); // a twentieth of a pass
                _free.Add((0, Reserved));
            }
        }
    }

    /// <summary>Gives the pages of what is free back to the system, and the others as soon as they are returned.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var (start, size) in _free)
            {
                Release(start, Math.Min(size, _touched - start));
            }

            _touched = _free.Count > 0 ? Math.Min(_touched, _free[^1].Start) : _touched;
        }
    }

    private void Join(long start, long size)
    {
        var next = _free.FindIndex(range => range.Start > start);
        next = next < 0 ? _free.Count : next;
        if (next < _free.Count && start + size == _free[next].Start)
        {
            size += _free[next].Size;
            _free.RemoveAt(next);
        }

        if (next > 0 && _free[next - 1].Start + _free[next - 1].Size == start)
        {
            _free[next - 1] = (_free[next - 1].Start, _free[next - 1].Size + size);
        }
        else
        {
            _free.Insert(next, (start, size));
        }
    }

    private bool IsWritable(long end)
    {
        if (end > _writable)
        {
            if (Protect(_base + (nint)_writable, (nuint)(end - _writable), ReadWrite) != 0)
            {
                return false;
            }

            _writable = end;
        }

        return true;
    }

    private void Release(long start, long size)
    {
        if (size > 0)
        {
            _ = Advise(_base + (nint)start, (nuint)size, DontNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
