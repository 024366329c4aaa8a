namespace Dino.Kernels.Cuda;

/// <summary>Size of a launch.</summary>
/// <param name="SharedBytes">Dynamic shared memory of a block.</param>
internal sealed record LaunchSize(int Blocks, int Threads, int SharedBytes);
