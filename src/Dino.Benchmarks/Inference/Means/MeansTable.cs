using System.Diagnostics;
using System.Globalization;
using Dino.Benchmarks.Running;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference.Means;

/// <summary>Prints what each means gains, as a Markdown table: off and on in turns in one process.</summary>
internal static class MeansTable
{
    private const int Threads = 2;

    // Parts take milliseconds, of which a neighbour on the machine can double one.
    private const int RunsOfAPart = 5;

    /// <param name="runs">Of the whole model, after one to warm up; parts run more often.</param>
    /// <param name="name">A part of the name of those to measure; null for all.</param>
    public static void Write(int runs, string? name)
    {
        set_num_threads(Threads);
        using var noGradient = no_grad();
        Console.WriteLine("| means | measured on | off | on | off / on (95%) | kept |");
        Console.WriteLine("|---|---|---:|---:|---:|---|");
        using (var parts = new PartMeans())
        {
            Write(parts.All(), RunsOfAPart * runs, name);
        }

        using var model = new ModelMeans();
        Write(model.All(), runs, name);
    }

    private static void Write(IEnumerable<SpeedMeans> all, int runs, string? name)
    {
        foreach (var means in all.Where(means => name is null || means.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
        {
            Console.WriteLine(Measure(means, runs));
        }
    }

    private static string Measure(SpeedMeans means, int runs)
    {
        var (off, on) = (new List<double>(), new List<double>());
        for (var run = 0; run <= runs; run++)
        {
            var slow = Seconds(means.Off);
            if (means.Settle is not null)
            {
                _ = Seconds(means.Settle);
            }

            var fast = means.On is null ? 0 : Seconds(means.On);
            if (run > 0)
            {
                off.Add(slow);
                on.Add(fast);
            }
        }

        var kept = means.Kept ? "yes" : "no";
        if (means.On is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"| {means.Name} | {means.Part} | {Median(off):0.0} ms | 0 ms | | {kept} |");
        }

        var ratio = SpeedUp.Of(means.Name, off, on);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {means.Name} | {means.Part} | {Median(off):0.0} ms | {Median(on):0.0} ms | {ratio.Ratio:0.00} ({ratio.Low:0.00} to {ratio.High:0.00}) | {kept} |");
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
