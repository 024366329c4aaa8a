using System.Runtime.InteropServices;
using TorchSharp;

namespace Dino.Pipeline.Runs;

/// <summary>The machine and the versions a number depends on.</summary>
public sealed record EnvironmentFacts(
    string Version,
    string Runtime,
    string TorchSharp,
    string OperatingSystem,
    string Processor,
    int Cores,
    double MemoryGigabytes,
    string Device)
{
    public static EnvironmentFacts Collect(string device) => new(
        ProgramVersion.Text,
        RuntimeInformation.FrameworkDescription,
        typeof(torch).Assembly.GetName().Version!.ToString(),
        RuntimeInformation.OSDescription,
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        device);

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
