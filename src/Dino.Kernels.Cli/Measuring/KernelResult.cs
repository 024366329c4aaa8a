using System.Text.Json.Serialization;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Correctness and speed of one kernel on one shape.</summary>
/// <param name="Type">float32, float16 or bfloat16.</param>
/// <param name="Direction">forward or backward.</param>
/// <param name="Kernel">im2col (the baseline), vectorised, or vectorised deterministic.</param>
/// <param name="WorstError">The largest |GPU - CPU| / max(1, |CPU|) of the output, or of the gradient that comes closest to its
/// limit.</param>
/// <param name="Limit">The largest error that passes.</param>
/// <param name="Microseconds">The median time.</param>
/// <param name="Gigabytes">The effective bandwidth: compulsory bytes (inputs and outputs once) per second, in 10^9.</param>
/// <param name="CopyRatio">The effective bandwidth / measured copy bandwidth.</param>
/// <param name="SpeedUp">The time of the baseline in the same type / the time of this kernel.</param>
/// <param name="BoundRatio">The time / the time of the L2 traffic without reuse in L1; null in the backward pass.</param>
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

/// <summary>Times of the vectorised kernels with one block size.</summary>
/// <param name="IsChosen">Whether the launcher chooses it.</param>
internal sealed record BlockSizeResult(
    string Shape, string Type, int Threads, double ForwardMicroseconds, double BackwardMicroseconds, bool IsChosen);
