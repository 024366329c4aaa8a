using System.Runtime.InteropServices;

namespace Dino.Training.Memory;

/// <summary>Settings of glibc's heap. Tensors of a step differ in size from batch to batch; served from the heap's arenas they leave holes, and the resident set
/// grows by about 10 MB a step. Blocks above a fixed threshold come from mmap and go back to the system when freed.</summary>
public static class NativeHeap
{
    // malloc.h: M_MMAP_THRESHOLD. Setting it also stops glibc from raising the threshold on its own, which is what the growth came from.
    private const int MmapThreshold = -3;

    /// <summary>Same effect as MALLOC_MMAP_THRESHOLD_=1000000 before the start of the process. Call before the first tensor is made; does nothing where the C library is not glibc.</summary>
    public static void KeepLargeBlocksOffTheHeap(int thresholdBytes = 1_000_000)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MmapThreshold, thresholdBytes);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // musl has no mallopt and no such growth.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
