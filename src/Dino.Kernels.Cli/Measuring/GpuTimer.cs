using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Times work on stream 0 with the clock of the device.</summary>
/// <param name="held">Memory whose clearing keeps the device busy while the host launches the timed work. Without it, the time of
/// a short kernel would be that of its launch.</param>
/// <param name="rounds">Measurements per median.</param>
internal sealed class GpuTimer(ICudaDriver driver, ICudaMemory memory, DeviceArray held, int rounds)
{
    // Several calls of a short kernel are timed at once, so that the resolution of the clock (about 0.5 µs) and the gaps between
    // events do not matter.
    private const double RoundMicroseconds = 2_000;

    // At 4 µs per launch, launching this many takes less time than clearing 1 GB twice.
    private const int MaximumCallsPerRound = 20;
    private const int Clears = 2;

    /// <summary>The median time of a call in microseconds, over rounds of several calls. A first round does not count.</summary>
    /// <exception cref="Cuda.CudaException">The driver reports an error in the work.</exception>
    public double Median(Action call)
    {
        Round(call, 1);
        var first = Round(call, 1);
        var calls = Math.Clamp((int)(RoundMicroseconds / Math.Max(first, 1)), 1, MaximumCallsPerRound);
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
