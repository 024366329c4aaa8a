using System.Globalization;

namespace Dino.Torch.Runtime;

/// <summary>Resident memory of this process (Linux; elsewhere 0).</summary>
public static class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";
    private const string Machine = "/proc/meminfo";

    /// <summary>Starts a new maximum (proc(5): writing 5 to clear_refs resets VmHWM).</summary>
    public static void Reset()
    {
        try
        {
            File.WriteAllText(ClearRefs, "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it; the maximum then covers the whole process.
        }
    }

    /// <summary>Largest resident set since <see cref="Reset"/>.</summary>
    public static double Megabytes() => Read(Status, "VmHWM:");

    /// <summary>Resident set now.</summary>
    public static double CurrentMegabytes() => Read(Status, "VmRSS:");

    /// <summary>What this process may still take: what the machine has free, or what a container's limit leaves if that is less.</summary>
    public static double AvailableMegabytes()
        => Math.Min(Read(Machine, "MemAvailable:"), (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024)) - CurrentMegabytes());

    private static double Read(string file, string key)
    {
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith(key, StringComparison.Ordinal)) : null;
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
