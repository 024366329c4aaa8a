using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;

namespace Dino.Kernels.Tests.Cuda;

public sealed class LaunchPlanTests
{
    private static readonly (int, int)[] s_levels = [(100, 167), (50, 84), (25, 42), (13, 21)];

    [Theory]
    [InlineData(22_223, CudaValueType.Float32, 256)] // 695 × 8 blocks
    [InlineData(22_223, CudaValueType.Float16, 128)] // 64 rows of 256 threads would take 51 KiB in the backward pass
    [InlineData(2_200, CudaValueType.Float32, 256)] // 69 × 8 = 552 blocks, just above 4 × 132
    [InlineData(2_000, CudaValueType.Float32, 128)] // 63 × 8 = 504 would be below
    [InlineData(900, CudaValueType.Float32, 64)] // 113 × 8 = 904
    [InlineData(10, CudaValueType.Float32, 64)] // nothing fills the device
    public void Threads_OfTheDinoShapes_AreTheLargestThatFillTheDevice(int queries, CudaValueType type, int threads)
    {
        var plan = Create(new(1, queries, 8, 32, 4, s_levels), type);
        Assert.Equal((CudaVariant.Vectorised, threads), (plan.Variant, plan.Forward.Threads));
        Assert.True(plan.Backward.SharedBytes <= 48 << 10);
    }

    [Fact]
    public void Layout_OfTheEncoder_CoversEveryQueryOnce()
    {
        var plan = Create(new(2, 22_223, 8, 32, 4, s_levels), CudaValueType.Float32);
        Assert.Equal((3, 8), (plan.LaneBits, plan.Packets));
        Assert.Equal(2 * 8 * ((22_223 + 31) / 32), plan.Forward.Blocks);
        Assert.Equal((2 * 32 * 17 * 16, 3 * 32 * 17 * 16), (plan.Forward.SharedBytes, plan.Backward.SharedBytes));
    }

    [Fact]
    public void ManySamples_TakeSmallerBlocksThatFitSharedMemory()
    {
        var plan = Create(new(1, 100_000, 1, 4, 16, s_levels), CudaValueType.Float32);
        Assert.Equal((CudaVariant.Im2Col, 1024), (plan.Variant, plan.Forward.Threads)); // 32 rows × 65 × 48 bytes > 48 KiB
        plan = Create(new(1, 100_000, 1, 32, 16, s_levels), CudaValueType.Float32);
        Assert.Equal((CudaVariant.Vectorised, 64), (plan.Variant, plan.Forward.Threads)); // 8 rows × 65 × 48 bytes
    }

    [Fact]
    public void Im2Col_KeepsThePublishedSizes()
    {
        var plan = Create(new(1, 900, 8, 32, 4, s_levels), CudaValueType.Float32, new CudaTuning(CudaVariant.Im2Col));
        Assert.Equal((225, 1024), (plan.Forward.Blocks, plan.Forward.Threads));
        Assert.Equal((7200, 32, 384), (plan.Backward.Blocks, plan.Backward.Threads, plan.Backward.SharedBytes));
    }

    [Fact]
    public void Vectorised_ForAShapeItCannotRun_IsRefusedByName()
    {
        var tuning = new CudaTuning(CudaVariant.Vectorised);
        var error = Assert.Throws<ArgumentException>(() => Create(new(1, 9, 1, 5, 1, [(2, 2)]), CudaValueType.Float16, tuning));
        Assert.Equal(
            "the vectorised kernels cannot run batch 1, queries 9, heads 1x5, points 1, levels 2x2 in Float16 with 64 threads",
            error.Message);
    }

    [Fact]
    public void Refusal_NamesWhatTheKernelsSupport()
    {
        Assert.Null(LaunchPlan.Refusal(new(1, 9, 1, 5, 1, s_levels), Device()));
        Assert.Equal(
            "9 levels; the CUDA kernels support at most 8",
            LaunchPlan.Refusal(new(1, 9, 1, 5, 1, Enumerable.Repeat((1, 1), 9)), Device()));
        Assert.Equal(
            "head size 1025; the im2col kernels support at most 1024 on this device",
            LaunchPlan.Refusal(new(1, 9, 1, 1025, 1, [(1, 1)]), Device()));
    }

    private static LaunchPlan Create(MsDeformAttnShape shape, CudaValueType type, CudaTuning? tuning = null)
        => LaunchPlan.Create(shape, type, Device(), isAligned: true, tuning);

    private static CudaDevice Device()
    {
        Assert.True(CudaDevice.TryOpen(new FaultyDriver(), new PtxCache(Path.GetTempPath()), 0, out var device, out _));
        return device;
    }
}
