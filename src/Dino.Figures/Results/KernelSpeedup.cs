namespace Dino.Figures.Results;

/// <summary>How much faster a kernel is than its reference, measured in one run on one machine.</summary>
/// <param name="Kernel">Kernel, direction, shape and type.</param>
/// <param name="Ratio">Time of the reference over time of the kernel.</param>
/// <param name="Low">Lower end of the ratio's 95% interval.</param>
/// <param name="High">Upper end.</param>
public sealed record KernelSpeedup(string Kernel, double Ratio, double Low, double High);
