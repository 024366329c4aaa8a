using System.Text;
using Dino.Core;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>Compiled kernels on disk, by the hash of what they are made from: this assembly's and ILGPU's code, kernel and target. A file that is damaged is made again, and a
/// folder that cannot be written is done without.</summary>
internal sealed class PtxCache(string folder)
{
    private const string HashPrefix = "// sha256 ";

    /// <summary>ptx in <see cref="UserCache.Folder"/>.</summary>
    public static PtxCache OfUser { get; } = new(Path.Combine(UserCache.Folder, "ptx"));

    public PtxModule Get(DeviceKernel kernel, CudaTarget target)
    {
        var path = PathOf(kernel, target);
        if (Read(path) is { } module)
        {
            return module;
        }

        module = PtxCompiler.Compile(kernel, target);
        Write(path, module.Text);
        return module;
    }

    /// <summary>Where the kernel lies, whether it has been compiled or not.</summary>
    public string PathOf(DeviceKernel kernel, CudaTarget target)
    {
        var sources = $"{typeof(PtxCache).Module.ModuleVersionId} {typeof(ILGPU.Context).Module.ModuleVersionId} {kernel.Name} {target.Name}";
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
            // The next process compiles again.
        }
    }

    private static string FirstLine(string text) => HashPrefix + FileHash.Sha256(Encoding.UTF8.GetBytes(text));
}
