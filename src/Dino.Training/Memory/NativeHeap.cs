using System.Runtime.InteropServices;

namespace Dino.Training.Memory;

/// <summary>
/// Settings of glibc's heap for training. By default glibc gives freed memory at the top of the heap back to the system and serves large blocks by mmap,
/// so that a step's tensors are page-faulted anew every step: a third of the time of a small model. Kept blocks make steps fast, and few arenas keep
/// the holes few.
/// </summary>
public static class NativeHeap
{
    // malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>Blocks up to this size come from the heap; larger ones (full-size feature maps) from mmap, where they leave no holes.</summary>
    private const int LargestHeapBlock = 64 << 20;

    /// <summary>So much may stay free at the top of the heap.</summary>
    private const int KeptFree = 1 << 30;

    /// <summary>One for the training thread, one for all others.</summary>
    private const int Arenas = 2;

    /// <summary>Call before the first tensor is made; does nothing where the C library is not glibc.</summary>
    public static void KeepFreedBlocks()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MmapThreshold, LargestHeapBlock);
            _ = SetOption(TrimThreshold, KeptFree);
            _ = SetOption(ArenaMax, Arenas);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // musl has no mallopt.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
