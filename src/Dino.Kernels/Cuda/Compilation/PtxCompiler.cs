using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>Compiles kernels to PTX with ILGPU, which needs neither a GPU nor a CUDA installation.</summary>
internal static class PtxCompiler
{
    // ILGPU names no newer architecture in .target than this one, whatever the instructions need.
    private const string NewestTargetOfIlgpu = "sm_80";

    /// <exception cref="InvalidOperationException">ILGPU cannot compile the kernel; the message names it.</exception>
    public static PtxModule Compile(DeviceKernel kernel, CudaTarget target)
    {
        try
        {
            using var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive));
            using var backend = new PTXBackend(context, new CudaArchitecture(target.Major, target.Minor), target.Isa, null!);
            var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel.Method);
            var compiled = (PTXCompiledKernel)backend.Compile(entry, new KernelSpecialization(kernel.Threads, null));
            var text = $"// {kernel.Name} for {target.Name}\n" + compiled.PTXAssembly.Replace($".target {NewestTargetOfIlgpu}\n", $".target {target.Name}\n", StringComparison.Ordinal);
            return PtxModule.Parse(text)?.Rename(kernel.EntryName) ?? throw new InvalidOperationException($"ILGPU made no entry for kernel {kernel.Name}");
        }
        catch (InternalCompilerException error)
        {
            throw new InvalidOperationException($"ILGPU cannot compile kernel {kernel.Name} for {target.Name}: {error.InnerException?.Message ?? error.Message}", error);
        }
    }
}

/// <summary>A kernel with its element types fixed.</summary>
/// <param name="Name">Unique, fit for a file name.</param>
/// <param name="Threads">Most threads a block; the compiler of the driver keeps registers within what they allow.</param>
internal sealed record DeviceKernel(string Name, MethodInfo Method, int Threads)
{
    /// <summary>What profilers show.</summary>
    public string EntryName { get; } = $"msda_{Name.Replace('-', '_')}";
}
