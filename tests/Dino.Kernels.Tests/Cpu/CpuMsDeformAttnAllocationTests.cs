using Dino.Kernels.Cpu;

namespace Dino.Kernels.Tests.Cpu;

public sealed class CpuMsDeformAttnAllocationTests
{
    // Parallel.For allocates options, closures and tasks per call, whatever the size: 1,400 bytes here. The scratch memory of
    // this shape has 800,000 bytes.
    private const long ThreadsBytes = 16 << 10;

    private static readonly MsDeformAttnShape s_shape = new(1, 900, 4, 32, 4, [(30, 40), (15, 20), (8, 10), (4, 5)]);

    [Fact]
    public void Call_OnOneThread_AllocatesNothing() => Assert.Equal((0, 0), Allocated(threads: 1));

    [Fact]
    public void Call_OnSeveralThreads_AllocatesNoBuffers()
    {
        var (forward, backward) = Allocated(threads: 2);
        Assert.InRange(forward, 0, ThreadsBytes);
        Assert.InRange(backward, 0, ThreadsBytes);
    }

    private static unsafe (long Forward, long Backward) Allocated(int threads)
    {
        var kernel = CpuMsDeformAttn.Create<float>(CpuMsDeformAttn.WidestInHardware, threads);
        var inputs = KernelCase<float>.Draw(s_shape);
        var output = new float[s_shape.OutputLength];
        var (gradValue, gradWeights) = (new float[s_shape.ValueLength], new float[s_shape.WeightsLength]);
        var gradLocations = new float[s_shape.LocationsLength];
        fixed (float* value = inputs.Value, locations = inputs.Locations, weights = inputs.Weights)
        fixed (float* gradOutput = inputs.GradOutput)
        fixed (float* out0 = output, out1 = gradValue, out2 = gradLocations, out3 = gradWeights)
        {
            long forward = 0, backward = 0;
            for (var call = 0; call < 3; call++) // the first fills the pool
            {
                var start = GC.GetAllocatedBytesForCurrentThread();
                kernel.Forward(s_shape, value, locations, weights, out0);
                forward = GC.GetAllocatedBytesForCurrentThread() - start;
                start = GC.GetAllocatedBytesForCurrentThread();
                kernel.Backward(s_shape, value, locations, weights, gradOutput, out1, out2, out3);
                backward = GC.GetAllocatedBytesForCurrentThread() - start;
            }

            return (forward, backward);
        }
    }
}
