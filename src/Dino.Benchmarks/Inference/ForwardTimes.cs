using System.Diagnostics;
using System.Globalization;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Model.Profiling;
using Dino.Ops;
using Dino.Ops.Dense;
using Dino.Ops.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference;

/// <summary>Forward passes of DINO-4scale R50 (91 classes, random weights) on one image, as multiples of a 4096-cubed float32 matrix product in the same process.</summary>
internal static class ForwardTimes
{
    private const int Threads = 2;

    /// <param name="runs">Passes a type, after one to warm up.</param>
    /// <param name="width">Of the image, which is 800 high.</param>
    /// <param name="dtypes">What to compute in, one after the other.</param>
    public static void Write(int runs, int width, params ReadOnlySpan<ScalarType> dtypes)
    {
        set_num_threads(Threads);
        using var noGradient = no_grad();
        using var process = Process.GetCurrentProcess();
        _ = get_num_threads();
        var before = process.PeakWorkingSet64;
        Print($"{Threads} threads, image 800x{width}");
        using var model = new DinoDetector(DinoConfig.FourScaleR50, MsDeformAttnOps.Select("auto"), seed: 1);
        model.eval();
        using var images = new ImageBatch(randn(1, 3, 800, width), zeros([1, 800, width], ScalarType.Bool));
        foreach (var dtype in dtypes)
        {
            Measure(model, images, dtype, runs);
        }

        process.Refresh();
        Print($"peak memory {(process.PeakWorkingSet64 - before) >> 20} MB above the runtime's start");
    }

    private static void Measure(DinoDetector model, ImageBatch images, ScalarType dtype, int runs)
    {
        using var pool = TensorPool.Begin();
        using var weights = FrozenWeights.Begin();
        using var precision = Autocast.To(dtype);
        var passes = new List<(StageClock Clock, double Seconds, double Product)>(runs);
        for (var run = 0; run <= runs; run++)
        {
            // Beside each pass, as the machine may do something else meanwhile.
            var product = GemmSpeed.Measure(ScalarType.Float32, CPU, TimeProvider.System).TotalSeconds;
            using var pause = FinalizerPause.Begin();
            var clock = new StageClock(TimeProvider.System, DeviceType.CPU);
            clock.Start();
            using var output = model.Forward(images, clock: clock);
            if (run > 0)
            {
                passes.Add((clock, clock.Totals.Sum(stage => stage.Time.TotalSeconds), product));
            }
        }

        Print($"{dtype}: {Spread(passes.Select(pass => pass.Seconds))} s in {runs} runs, {Spread(passes.Select(pass => pass.Seconds / pass.Product))} times a 4096-cubed float32 product ({Spread(passes.Select(pass => pass.Product))} s)");
        passes.Sort((one, other) => one.Seconds.CompareTo(other.Seconds));
        foreach (var stage in passes[runs / 2].Clock.Totals)
        {
            Print($"  {stage.Stage,-10} {stage.Time.TotalMilliseconds,6:0} ms {2e-9 * stage.Multiplications,6:0.0} GFLOP");
        }
    }

    /// <summary>Median, least and most.</summary>
    private static string Spread(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:0.00} [{sorted[0]:0.00}, {sorted[^1]:0.00}]");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
