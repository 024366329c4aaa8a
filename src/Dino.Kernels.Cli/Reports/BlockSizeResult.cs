namespace Dino.Kernels.Cli.Reports;

/// <summary>The vectorised kernels with one block size.</summary>
/// <param name="IsChosen">Whether the launcher chooses it.</param>
internal sealed record BlockSizeResult(string Shape, string Type, int Threads, double ForwardMicroseconds, double BackwardMicroseconds, bool IsChosen);
