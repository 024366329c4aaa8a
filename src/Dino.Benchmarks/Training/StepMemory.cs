using System.Globalization;
using Dino.Torch.Runtime;
using Dino.Training.Preflight;

namespace Dino.Benchmarks.Training;

/// <summary>Where the memory of training goes (R50 4-scale, batch 1, on the CPU) and whether it grows. Compares resident memory
/// after the first steps with the sum of what a step holds, then follows it over the remaining steps.</summary>
internal static class StepMemory
{
    /// <summary>Steps after which the heap and lazily created buffers have settled.</summary>
    private const int WarmUp = 10;

    private const int Readings = 10;

    public static void Print(int steps, int width, int height)
    {
        using var subject = new StepSubject(width, height);
        var loaded = PeakMemory.CurrentMegabytes();
        var state = MemoryEstimate.Of(subject.Model, StepSubject.Recipe, subject.ActivationMegabytes());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"weights {state.Weights:0} MB, gradients {state.Gradients:0}, Adam's moments {state.Moments:0}, " +
            $"activations at {width}x{height} {state.Activations:0}: sum {state.Total:0} MB"));

        for (var step = 1; step <= WarmUp; step++)
        {
            subject.Step();
        }

        PeakMemory.Reset();
        var settled = PeakMemory.CurrentMegabytes();
        for (var step = WarmUp + 1; step <= steps; step++)
        {
            subject.Step();
            if ((step - WarmUp) % Math.Max(1, (steps - WarmUp) / Readings) == 0)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"step {step,4}: resident {PeakMemory.CurrentMegabytes():0} MB, at most {PeakMemory.Megabytes():0} MB"));
            }
        }

        var sum = loaded + state.Additional;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak {PeakMemory.Megabytes():0} MB, sum with the {loaded - state.Weights:0} MB of the process itself {sum:0} MB, " +
            $"ratio {PeakMemory.Megabytes() / sum:0.000}; " +
            $"growth since step {WarmUp}: {PeakMemory.CurrentMegabytes() - settled:0} MB"));
    }
}
