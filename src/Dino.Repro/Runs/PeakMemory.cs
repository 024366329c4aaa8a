using System.Globalization;

namespace Dino.Repro.Runs;

/// <summary>Largest resident set of this process since <see cref="Reset"/> (Linux; elsewhere 0).</summary>
public static class PeakMemory
{
    private const string ClearRefs = "/proc/self/clear_refs";
    private const string Status = "/proc/self/status";

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

    public static double Megabytes()
    {
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
