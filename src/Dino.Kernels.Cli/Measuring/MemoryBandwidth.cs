using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>The measured peak bandwidth of the device's memory.</summary>
/// <param name="CopyGigabytes">Bytes per second that a copy too large for any cache reads and writes, in 10^9.</param>
/// <param name="L2Gigabytes">Bytes per second that all multiprocessors together read from the L2 cache, in 10^9.</param>
internal sealed record MemoryBandwidth(double CopyGigabytes, double L2Gigabytes)
{
    private const int PacketBytes = 16;
    private const int L2Passes = 8;
    private const int L2BlocksPerMultiprocessor = 8;

    /// <param name="copyBytes">Size of the copied buffer.</param>
    public static MemoryBandwidth Measure(CudaDevice device, ICudaMemory memory, GpuTimer timer, long copyBytes)
        => new(Copy(device.Driver, memory, timer, copyBytes), L2(device, device.Driver, memory, timer));

    private static double Copy(ICudaDriver driver, ICudaMemory memory, GpuTimer timer, long bytes)
    {
        using var source = new DeviceArray(driver, memory, bytes);
        using var target = new DeviceArray(driver, memory, bytes);
        var microseconds = timer.Median(
            () => driver.Require(memory.CopyOnDevice(target.Address, source.Address, bytes), "cuMemcpyDtoD"));
        return Gigabytes(2 * bytes, microseconds);
    }

    // A quarter of the cache, because a device with an L2 in two halves keeps copies in both.
    private static double L2(CudaDevice device, ICudaDriver driver, ICudaMemory memory, GpuTimer timer)
    {
        var packets = device.L2Bytes / 4 / PacketBytes;
        using var source = new DeviceArray(driver, memory, (long)packets * PacketBytes);
        using var sink = new DeviceArray(driver, memory, sizeof(float));
        source.Write<byte>(new byte[source.Bytes]);
        var threads = Math.Min(DeviceKernels.VectorisedThreads, device.MaximumThreads);
        var size = new LaunchSize(L2BlocksPerMultiprocessor * device.Multiprocessors, threads, 0);
        var microseconds = timer.Median(() => device.Launch(
            DeviceKernels.L2Read,
            size,
            new KernelArguments().View(source.Address, packets).Add(packets).Add(L2Passes).View(sink.Address, 1),
            "reading from L2"));
        return Gigabytes(source.Bytes * L2Passes, microseconds);
    }

    private static double Gigabytes(long bytes, double microseconds) => bytes / microseconds / 1000;
}
