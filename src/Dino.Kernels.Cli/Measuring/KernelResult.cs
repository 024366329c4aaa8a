using System.Text.Json.Serialization;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>One kernel on one shape: correctness and speed.</summary>
/// <param name="Type">float32, float16 or bfloat16.</param>
/// <param name="Direction">forward or backward.</param>
/// <param name="Kernel">im2col (the baseline), vectorised, or vectorised deterministic.</param>
/// <param name="WorstError">Largest |GPU - CPU| / max(1, |CPU|): of the output, or of that gradient which comes nearest to its limit.</param>
/// <param name="Limit">What it may be.</param>
/// <param name="Microseconds">Median.</param>
/// <param name="Gigabytes">Effective bandwidth: compulsory bytes (inputs and outputs once) a second, in 10^9.</param>
/// <param name="CopyRatio">Effective bandwidth / measured copy bandwidth.</param>
/// <param name="SpeedUp">Time of the baseline in the same type / time.</param>
/// <param name="BoundRatio">Time / time of the L2 traffic without reuse in L1; forward only.</param>
internal sealed record KernelResult(
    string Shape,
    string Type,
    string Direction,
    string Kernel,
    double WorstError,
    double Limit,
    double Microseconds,
    double Gigabytes,
    double CopyRatio,
    double SpeedUp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? BoundRatio)
{
    public bool Passed => WorstError <= Limit;
}

/// <summary>The vectorised kernels with one block size.</summary>
/// <param name="IsChosen">Whether the launcher chooses it.</param>
internal sealed record BlockSizeResult(string Shape, string Type, int Threads, double ForwardMicroseconds, double BackwardMicroseconds, bool IsChosen);
