using System.Runtime.InteropServices;

namespace Dino.Torch.Memory;

/// <summary>While open, the pages of large CPU tensors are kept when they die and given to the next ones, in the whole process: one image or training step after the other uses the same memory.
/// (The C library's aligned blocks do not fit into the holes that blocks of the same size left, so the heap grows by whole activations, and new pages must be cleared.)
/// TorchSharp has no allocators; this one is set by libtorch's C++ interface (c10/core/CPUAllocator.h, Allocator.h). Linux; elsewhere, and where a library of another layout is met, nothing changes.</summary>
public sealed unsafe partial class TensorPool : IDisposable
{
    private const string Library = "c10";

    // Smaller ones stay with the C library, which is faster for them.
    private const nuint SmallestPooled = 1 << 20;

    // Places in the table of virtual functions of c10::Allocator: two destructors come first.
    private const int Allocate = 2;
    private const int RawDeleter = 4;
    private const int TableLength = 6;

    // c10::GetCPUAllocator() and c10::SetCPUAllocator(c10::Allocator*, unsigned char), as GCC and Clang write them.
    private const string GetterName = "_ZN3c1015GetCPUAllocatorEv";
    private const string SetterName = "_ZN3c1015SetCPUAllocatorEPNS_9AllocatorEh";

    private static readonly Lock s_gate = new();
    private static readonly PageArena s_blocks = new();
    private static readonly nint s_default = DefaultAllocator();
    private static readonly nint s_pooling = s_default == 0 ? 0 : PoolingAllocator(s_default);
    private static nint s_deleter;
    private static int s_holders;

    private bool _isDisposed;

    private TensorPool()
    {
    }

    /// <summary>Bytes of the tensors that live in the pool.</summary>
    public static long UsedBytes => s_blocks.UsedBytes;

    /// <summary>Scopes nest, and may come from several threads.</summary>
    public static TensorPool Begin()
    {
        lock (s_gate)
        {
            if (s_holders++ == 0 && s_default != 0)
            {
                s_blocks.Open();
                SetAllocator(s_pooling, priority: 0); // for good: oneDNN frees by the allocator of the moment, so only one that knows all blocks may be it
            }
        }

        return new TensorPool();
    }

    /// <summary>Tensors that still live keep their memory until they die.</summary>
    public void Dispose()
    {
        lock (s_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (--s_holders == 0 && s_default != 0)
            {
                s_blocks.Close();
            }
        }
    }

    /// <returns>libtorch's allocator, or 0 where its blocks do not look as expected.</returns>
    private static nint DefaultAllocator()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Library, typeof(TensorPool).Assembly, searchPath: null, out var library)
            || !NativeLibrary.TryGetExport(library, SetterName, out _) || !NativeLibrary.TryGetExport(library, GetterName, out _))
        {
            return 0;
        }

        var allocator = GetAllocator();
        var sample = AllocateBy(allocator, 64);
        if (sample.Data == 0 || sample.Context != sample.Data || sample.Deleter == 0 || sample.Device != Block.Cpu)
        {
            return 0;
        }

        ((delegate* unmanaged<nint, void>)sample.Deleter)(sample.Context);
        s_deleter = sample.Deleter;
        return allocator;
    }

    /// <summary>A copy of the default allocator, which has no state, with two functions replaced. Never freed, as tensors remember their allocator.</summary>
    private static nint PoolingAllocator(nint original)
    {
        var table = (nint*)NativeMemory.Alloc(TableLength, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>(*(nint**)original, TableLength).CopyTo(new Span<nint>(table, TableLength));
        table[Allocate] = (nint)(delegate* unmanaged<nint, nuint, Block>)&AllocatePooled;
        table[RawDeleter] = (nint)(delegate* unmanaged<nint, nint>)&GetRawDeleter;
        var allocator = (nint**)NativeMemory.Alloc((nuint)sizeof(nint));
        *allocator = table;
        return (nint)allocator;
    }

    private static Block AllocateBy(nint allocator, nuint bytes) => ((delegate* unmanaged<nint, nuint, Block>)(*(nint**)allocator)[Allocate])(allocator, bytes);

    [UnmanagedCallersOnly]
    private static Block AllocatePooled(nint self, nuint bytes)
    {
        var address = bytes < SmallestPooled || Volatile.Read(ref s_holders) == 0 ? 0 : s_blocks.Take((long)bytes);
        return address == 0 ? AllocateBy(s_default, bytes) : new Block(address, (nint)(delegate* unmanaged<nint, void>)&Free, address, Block.Cpu);
    }

    [UnmanagedCallersOnly]
    private static nint GetRawDeleter(nint self) => (nint)(delegate* unmanaged<nint, void>)&Free;

    [UnmanagedCallersOnly]
    private static void Free(nint address)
    {
        if (!s_blocks.TryReturn(address))
        {
            ((delegate* unmanaged<nint, void>)s_deleter)(address);
        }
    }

    [LibraryImport(Library, EntryPoint = GetterName)]
    private static partial nint GetAllocator();

    [LibraryImport(Library, EntryPoint = SetterName)]
    private static partial void SetAllocator(nint allocator, byte priority);

    /// <summary>c10::DataPtr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Block(nint data, nint deleter, nint context, long device)
    {
        /// <summary>c10::Device: kind 0, index -1, each a byte.</summary>
        public const long Cpu = 0xFF00;

        public readonly nint Data = data;
        public readonly nint Deleter = deleter;
        public readonly nint Context = context;
        private readonly long _device = device;

        public long Device => _device & 0xFFFF;
    }
}
