using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;

namespace Dino.Kernels.Tests.Cuda;

public sealed class PtxCacheTests : IDisposable
{
    private static readonly DeviceKernel s_kernel = DeviceKernels.FixedPointScale;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dino-cache-{Guid.NewGuid():N}");
    private readonly PtxCache _cache;

    public PtxCacheTests() => _cache = new PtxCache(_folder);

    private string File => _cache.PathFor(s_kernel, CudaTarget.Sm90);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Get_ASecondTime_ReadsWhatTheFirstWrote()
    {
        var compiled = _cache.Get(s_kernel, CudaTarget.Sm90);
        Assert.Equal([File], Directory.GetFiles(_folder));
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        Assert.Equal(compiled.Text, _cache.Get(s_kernel, CudaTarget.Sm90).Text);
        Assert.Equal(written, System.IO.File.GetLastWriteTimeUtc(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("// sha256 0000\n.version 8.1")]
    [InlineData("no line")]
    public void Get_FromADamagedFile_CompilesAgainAndHealsIt(string damage)
    {
        Directory.CreateDirectory(_folder);
        System.IO.File.WriteAllText(File, damage);
        var module = _cache.Get(s_kernel, CudaTarget.Sm90);
        Assert.Contains(".entry", module.Text, StringComparison.Ordinal);
        Assert.EndsWith(module.Text, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Get_FromAChangedFile_DoesNotTrustIt()
    {
        var compiled = _cache.Get(s_kernel, CudaTarget.Sm90).Text;
        var changed = System.IO.File.ReadAllText(File).Replace("ret;", "bra.uni 0;", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, changed);
        Assert.Equal(compiled.Length, _cache.Get(s_kernel, CudaTarget.Sm90).Text.Length);
        Assert.DoesNotContain("bra.uni 0", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Get_WhereNothingCanBeWritten_StillCompiles()
    {
        var occupied = Path.GetTempFileName();
        try
        {
            Assert.NotNull(new PtxCache(Path.Combine(occupied, "below-a-file")).Get(s_kernel, CudaTarget.Sm80));
        }
        finally
        {
            System.IO.File.Delete(occupied);
        }
    }

    [Fact]
    public void PathFor_OtherTargets_AreOtherFiles() => Assert.NotEqual(File, _cache.PathFor(s_kernel, CudaTarget.Sm80));
}
