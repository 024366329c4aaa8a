using System.Text;
using Dino.Core;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>Compiled kernels on disk, by the hash of what they are made from: this assembly's and ILGPU's code, kernel and target. A file that is damaged is made again, and a
/// folder that cannot be written is done without.</summary>
internal sealed class PtxCache(string folder)
{
    private const string HashPrefix = "// sha256 ";

    /// <summary>dino-repro/ptx in the user's cache folder (XDG_CACHE_HOME, else ~/.cache).</summary>
    public static PtxCache OfUser { get; } = new(Path.Combine(UserCache(), "dino-repro", "ptx"));

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
            var text = File.ReadAllText(path);
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

    private static string UserCache() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");
}
