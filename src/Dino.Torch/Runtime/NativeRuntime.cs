using System.Runtime.InteropServices;

namespace Dino.Torch.Runtime;

/// <summary>Settings of the C library and of OpenMP that decide memory and speed on the CPU. They are read when libtorch loads or allocates, so they come before the first tensor.
/// On a system without glibc nothing happens.</summary>
public static partial class NativeRuntime
{
    // malloc.h.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    // Larger blocks (feature maps of full-size images) come from mmap and leave no holes in the heap; their pages are faulted in and cleared again each time, which smaller ones must not
    // pay for. Measured: at 64 MB the holes of R50 training at 640x480 came to a quarter of the peak and grew for a hundred steps; at 16 MB they are a tenth; at 1 MB a
    // step of the embedded model took half as much time again, at 16 MB none.
    private const int LargestHeapBlock = 16 << 20;

    // So much may stay free at the top of the heap rather than go back to the system at every step.
    private const int KeptFree = 1 << 30;

    // Tries before a waiting thread sleeps, about 50 microseconds: most waits in a forward pass are shorter than waking up is, and it saves a twentieth of the pass.
    private const string Tries = "3000";

    // One for the training thread, one for all others: few arenas keep the holes few.
    private const int Arenas = 2;

    /// <summary>Applies the settings; a variable that the user has set (MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_, MALLOC_ARENA_MAX, OMP_WAIT_POLICY, GOMP_SPINCOUNT) wins.</summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            SetUnlessChosen("MALLOC_MMAP_THRESHOLD_", MmapThreshold, LargestHeapBlock);
            SetUnlessChosen("MALLOC_TRIM_THRESHOLD_", TrimThreshold, KeptFree);
            SetUnlessChosen("MALLOC_ARENA_MAX", ArenaMax, Arenas);

            // Threads that wait long for others sleep instead of spinning: the image decoders need these cycles, and on a busy machine spinning took three times the work.
            // The C library's environment, as .NET's own copy is not what libgomp reads.
            _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
            _ = SetVariable("GOMP_SPINCOUNT", Tries, overwrite: 0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: its defaults stay.
        }
    }

    private static void SetUnlessChosen(string variable, int option, int value)
    {
        if (Environment.GetEnvironmentVariable(variable) is null)
        {
            _ = SetMallocOption(option, value);
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
