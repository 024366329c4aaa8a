using System.Text;
using Dino.Core;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>Caches compiled kernels on disk. The key is a hash of everything that determines the PTX: the code of this assembly
/// and of ILGPU, the kernel and the target. A damaged file is compiled again. If the folder is not writable, nothing is
/// cached.</summary>
internal sealed class PtxCache(string folder)
{
    private const string HashPrefix = "// sha256 ";

    /// <summary>The cache in the folder ptx of <see cref="UserCache.Folder"/>.</summary>
    public static PtxCache User { get; } = new(Path.Combine(UserCache.Folder, "ptx"));

    public PtxModule Get(DeviceKernel kernel, CudaTarget target)
    {
        var path = PathFor(kernel, target);
        if (Read(path) is { } module)
        {
            return module;
        }

        module = PtxCompiler.Compile(kernel, target);
        Write(path, module.Text);
        return module;
    }

    /// <summary>The file of a kernel, whether it has been compiled or not.</summary>
    public string PathFor(DeviceKernel kernel, CudaTarget target)
    {
        var (ours, ilgpu) = (typeof(PtxCache).Module.ModuleVersionId, typeof(ILGPU.Context).Module.ModuleVersionId);
        var sources = $"{ours} {ilgpu} {kernel.Name} {target.Name}";
        return Path.Combine(folder, $"{kernel.Name}-{target.Name}-{FileHash.Sha256(Encoding.UTF8.GetBytes(sources))[..16]}.ptx");
    }

    private static PtxModule? Read(string path)
    {
        try
        {
            var text = InputFile.ReadAllText(path);
            var end = text.IndexOf('\n');
            return end > 0 && text[..end] == FirstLine(text[(end + 1)..]) ? PtxModule.Parse(text[(end + 1)..]) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(string path, string text)
    {
        try
        {
            AtomicFile.WriteText(path, $"{FirstLine(text)}\n{text}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next process compiles the kernel again.
        }
    }

    private static string FirstLine(string text) => HashPrefix + FileHash.Sha256(Encoding.UTF8.GetBytes(text));
}
