using System.Runtime.InteropServices;

namespace Dino.Ops.Memory;

/// <summary>Whole pages from the system, kept when they become free and handed out again to requests of about their size. Thread-safe.</summary>
internal sealed partial class PageBlocks
{
    // While more than this is there, used and idle, nothing stays idle: enough for a forward pass of a large image to live mostly on what the one before left, which the system need not
    // clear first. With 640 MB a float32 pass of 800x1216 took 800,000 fresh pages and a quarter more time than with 1000 MB; 800 MB costs a thirtieth.
    private const long Limit = 800L << 20;

    // A block serves requests down to this share of its size (images of other sizes must not all bring blocks of their own).
    private const double LeastUse = 0.25;

    private const long Rounding = 1L << 16;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly Lock _gate = new();
    private readonly Dictionary<nint, long> _used = [];
    private readonly List<(nint Address, long Size)> _idle = []; // longest idle first
    private long _idleBytes;
    private bool _isClosed = true;

    /// <summary>Bytes handed out.</summary>
    public long UsedBytes { get; private set; }

    /// <returns>At least so many bytes at a page's start, contents undefined; 0 when the system has none.</returns>
    public nint Take(long bytes)
    {
        lock (_gate)
        {
            var best = -1;
            for (var index = 0; index < _idle.Count; index++)
            {
                var size = _idle[index].Size;
                if (size >= bytes && bytes >= LeastUse * size && (best < 0 || size < _idle[best].Size))
                {
                    best = index;
                }
            }

            var block = best >= 0 ? Reuse(best) : Map((bytes + Rounding - 1) / Rounding * Rounding);
            if (block.Address != 0)
            {
                _used.Add(block.Address, block.Size);
                UsedBytes += block.Size;
                Trim();
            }

            return block.Address;
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
            _idle.Add((address, size));
            _idleBytes += size;
            Trim();
            return true;
        }
    }

    /// <summary>Keeps what is returned from now on.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isClosed = false;
        }
    }

    /// <summary>Frees what is idle now, and the rest as soon as it is returned.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Trim();
        }
    }

    private (nint Address, long Size) Reuse(int index)
    {
        var block = _idle[index];
        _idle.RemoveAt(index);
        _idleBytes -= block.Size;
        return block;
    }

    private void Trim()
    {
        while (_idle.Count > 0 && (_isClosed || _idleBytes + UsedBytes > Limit))
        {
            var (address, size) = Reuse(0);
            _ = Unmap(address, (nuint)size);
        }
    }

    private static (nint Address, long Size) Map(long size)
    {
        var address = Map(0, (nuint)size, ReadWrite, PrivateAnonymous, -1, 0);
        return address == -1 ? (0, 0) : (address, size);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
