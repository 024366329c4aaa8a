using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;

namespace Dino.TestUtilities.Cuda;

/// <summary>A device of an <see cref="EmulatedDriver"/>. Compiled kernels stay in the tests' output folder.</summary>
internal sealed class EmulatedDevice : IDisposable
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "ptx");

    /// <param name="threads">Most threads a block, a multiple of 8.</param>
    public EmulatedDevice(CudaTarget target, int threads = 16)
    {
        Driver = new EmulatedDriver(target, threads);
        Device = CudaDevice.TryOpen(Driver, new PtxCache(s_folder), 0, out var device, out var reason) ? device : throw new InvalidOperationException(reason);
    }

    public EmulatedDriver Driver { get; }

    public CudaDevice Device { get; }

    public void Dispose() => Driver.Dispose();
}
