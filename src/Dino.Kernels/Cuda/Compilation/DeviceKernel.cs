using System.Reflection;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>A kernel with its element types fixed.</summary>
/// <param name="Name">Unique, fit for a file name.</param>
/// <param name="Threads">Most threads a block; the compiler of the driver keeps registers within what they allow.</param>
internal sealed record DeviceKernel(string Name, MethodInfo Method, int Threads)
{
    /// <summary>What profilers show.</summary>
    public string EntryName { get; } = $"msda_{Name.Replace('-', '_')}";
}
