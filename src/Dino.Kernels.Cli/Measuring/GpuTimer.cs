using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Times work on stream 0 with the device's own clock.</summary>
/// <param name="held">Memory whose clearing keeps the device busy while the host launches what is timed: else a kernel shorter than its launch would be timed as the launch.</param>
/// <param name="rounds">Measurements of which the median is taken.</param>
internal sealed class GpuTimer(ICudaDriver driver, ICudaMemory memory, DeviceArray held, int rounds)
{
    // Short kernels are timed several at once, so that the clock's step (about 0.5 µs) and the gaps between events do not count.
    private const double RoundMicroseconds = 2_000;

    // At 4 µs a launch these are launched in less time than it takes to clear 1 GB twice.
    private const int MostCallsARound = 20;
    private const int Clears = 2;

    /// <summary>Median microseconds of a call over rounds of several calls, after a first round that does not count.</summary>
    /// <exception cref="Cuda.CudaException">The driver reports an error of the work.</exception>
    public double Median(Action call)
    {
        Round(call, 1);
        var first = Round(call, 1);
        var calls = Math.Clamp((int)(RoundMicroseconds / Math.Max(first, 1)), 1, MostCallsARound);
        return Enumerable.Range(0, rounds).Select(_ => Round(call, calls)).Order().ElementAt(rounds / 2);
    }

    private double Round(Action call, int calls)
    {
        driver.Require(memory.CreateEvent(out var start), "cuEventCreate");
        driver.Require(memory.CreateEvent(out var end), "cuEventCreate");
        try
        {
            for (var clear = 0; clear < Clears; clear++)
            {
                driver.Require(driver.Clear(held.Address, held.Bytes), "cuMemsetD8Async");
            }

            driver.Require(memory.RecordEvent(start), "cuEventRecord");
            for (var count = 0; count < calls; count++)
            {
                call();
            }

            driver.Require(memory.RecordEvent(end), "cuEventRecord");
            driver.Require(memory.ElapsedMilliseconds(start, end, out var milliseconds), "cuEventSynchronize");
            return milliseconds * 1000 / calls;
        }
        finally
        {
            memory.DestroyEvent(start);
            memory.DestroyEvent(end);
        }
    }
}
