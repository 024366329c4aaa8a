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
    // ILGPU writes no newer architecture to the .target line than this one, whatever the instructions need.
    private const string NewestIlgpuTarget = "sm_80";

    /// <exception cref="InvalidOperationException">ILGPU cannot compile the kernel. The message names it.</exception>
    public static PtxModule Compile(DeviceKernel kernel, CudaTarget target)
    {
        try
        {
            using var context = Context.Create(
                builder => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive));
            using var backend = new PTXBackend(context, new CudaArchitecture(target.Major, target.Minor), target.Isa, null!);
            var entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel.Method);
            var compiled = (PTXCompiledKernel)backend.Compile(entry, new KernelSpecialization(kernel.Threads, null));
            var ptx = compiled.PTXAssembly.Replace(
                $".target {NewestIlgpuTarget}\n", $".target {target.Name}\n", StringComparison.Ordinal);
            return PtxModule.Parse($"// {kernel.Name} for {target.Name}\n" + ptx)?.Rename(kernel.EntryName)
                ?? throw new InvalidOperationException($"ILGPU generated no entry for kernel {kernel.Name}");
        }
        catch (InternalCompilerException error)
        {
            var reason = error.InnerException?.Message ?? error.Message;
            throw new InvalidOperationException($"ILGPU cannot compile kernel {kernel.Name} for {target.Name}: {reason}", error);
        }
    }
}

/// <summary>A kernel with fixed element types.</summary>
/// <param name="Name">A unique name, valid as a file name.</param>
/// <param name="Method">The method that ILGPU compiles.</param>
/// <param name="Threads">The most threads per block. The driver's compiler limits registers accordingly.</param>
internal sealed record DeviceKernel(string Name, MethodInfo Method, int Threads)
{
    /// <summary>The name that profilers show.</summary>
    public string EntryName { get; } = $"msda_{Name.Replace('-', '_')}";
}
