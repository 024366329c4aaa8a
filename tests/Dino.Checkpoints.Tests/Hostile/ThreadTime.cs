using System.Runtime.InteropServices;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Processor time of the current thread, which a busy machine does not lengthen as it does time on the wall.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of linux/time.h

    public static TimeSpan Now => GetTime(ThreadClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : throw new PlatformNotSupportedException("no processor time of a thread on this system");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
