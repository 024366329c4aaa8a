using System.Diagnostics;
using System.Globalization;
using Dino.Benchmarks.Running;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference.Optimizations;

/// <summary>Prints the speed-up of every optimization as a Markdown table. One process alternates between off and on.</summary>
internal static class OptimizationsTable
{
    private const int Threads = 2;

    // Parts take milliseconds, so other work on the machine can double a single time.
    private const int RunsPerPart = 5;

    /// <param name="runs">Runs of the whole model, after a first one to warm up. Parts run more often.</param>
    /// <param name="name">Text that the names of the measured optimizations contain; null measures all.</param>
    public static void Write(int runs, string? name)
    {
        set_num_threads(Threads);
        using var noGradient = no_grad();
        Console.WriteLine("| optimization | measured on | off | on | off / on (95%) | kept |");
        Console.WriteLine("|---|---|---:|---:|---:|---|");
        using (var parts = new PartOptimizations())
        {
            Write(parts.All(), RunsPerPart * runs, name);
        }

        using var model = new ModelOptimizations();
        Write(model.All(), runs, name);
    }

    private static void Write(IEnumerable<Optimization> all, int runs, string? name)
    {
        foreach (var optimization in all)
        {
            if (name is null || optimization.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                Console.WriteLine(Measure(optimization, runs));
            }
        }
    }

    private static string Measure(Optimization optimization, int runs)
    {
        var (off, on) = (new List<double>(), new List<double>());
        for (var run = 0; run <= runs; run++)
        {
            var slow = Seconds(optimization.Off);
            if (optimization.Settle is not null)
            {
                _ = Seconds(optimization.Settle);
            }

            var fast = optimization.On is null ? 0 : Seconds(optimization.On);
            if (run > 0)
            {
                off.Add(slow);
                on.Add(fast);
            }
        }

        var (what, kept) = ($"| {optimization.Name} | {optimization.Part} |", optimization.Kept ? "yes" : "no");
        if (optimization.On is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{what} {Median(off):0.0} ms | 0 ms | | {kept} |");
        }

        var ratio = SpeedUp.Estimate(optimization.Name, off, on);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what} {Median(off):0.0} ms | {Median(on):0.0} ms | " +
            $"{ratio.Ratio:0.00} ({ratio.Low:0.00} to {ratio.High:0.00}) | {kept} |");
    }

    private static double Median(List<double> seconds) => 1000 * seconds.Order().ElementAt(seconds.Count / 2);

    private static double Seconds(Action action)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
