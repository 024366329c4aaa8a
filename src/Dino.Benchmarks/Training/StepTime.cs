using System.Diagnostics;
using Dino.Ops;

namespace Dino.Benchmarks.Training;

/// <summary>How much the op contributes to the time of a training step (R50 4-scale, 640x480, batch 1, on the CPU). Steps
/// alternate between this project's op and the reference's composition of grid_sample, so that a machine that slows down slows
/// both.</summary>
internal static class StepTime
{
    public static void Print(int pairs)
    {
        using var subject = new StepSubject(width: 640, height: 480);
        var times = new Dictionary<string, List<double>> { ["cpu"] = [], ["reference"] = [] };
        for (var pair = -1; pair < pairs; pair++)
        {
            foreach (var (op, seconds) in times)
            {
                subject.Op.Current = MsDeformAttnOps.Select(op);
                var watch = Stopwatch.StartNew();
                subject.Step();
                // The first pair warms up memory and oneDNN's kernels.
                if (pair >= 0)
                {
                    seconds.Add(watch.Elapsed.TotalSeconds);
                    Console.WriteLine(FormattableString.Invariant($"{op,-10} {watch.Elapsed.TotalSeconds:0.00} s"));
                }
            }
        }

        var (fast, slow) = (Median(times["cpu"]), Median(times["reference"]));
        Console.WriteLine(FormattableString.Invariant(
            $"median step: cpu {fast:0.00} s, reference {slow:0.00} s, ratio {fast / slow:0.000} (required: at most 0.5)"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt((values.Count - 1) / 2);
}
