using System.Diagnostics;
using System.Globalization;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Model.Profiling;
using Dino.Ops;
using Dino.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference;

/// <summary>Times forward passes of DINO-4scale R50 (91 classes, random weights) on one image, as multiples of the time of a
/// float32 product of 4096x4096 matrices in the same process.</summary>
internal static class ForwardTimes
{
    private const int Threads = 2;

    /// <param name="runs">Passes per type, after a first one to warm up.</param>
    /// <param name="width">Width of the image, which is 800 high.</param>
    /// <param name="dtypes">The types to compute in, one after the other.</param>
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
        using var session = InferenceSession.Begin(dtype);
        var passes = new List<(StageClock Clock, double Seconds, double Product)>(runs);
        for (var run = 0; run <= runs; run++)
        {
            // Measured before every pass, because the load of the machine may change.
            var product = GemmSpeed.Measure(ScalarType.Float32, CPU, TimeProvider.System).TotalSeconds;
            using var step = InferenceSession.BeginStep();
            var clock = new StageClock(TimeProvider.System, DeviceType.CPU);
            clock.Start();
            using var output = model.Forward(images, clock: clock);
            if (run > 0)
            {
                passes.Add((clock, clock.Totals.Sum(stage => stage.Time.TotalSeconds), product));
            }
        }

        var seconds = Spread(passes.Select(pass => pass.Seconds));
        var ratios = Spread(passes.Select(pass => pass.Seconds / pass.Product));
        var products = Spread(passes.Select(pass => pass.Product));
        Print($"{dtype}: {seconds} s in {runs} runs, {ratios} times a 4096-cubed float32 product ({products} s)");
        passes.Sort((one, other) => one.Seconds.CompareTo(other.Seconds));
        foreach (var stage in passes[runs / 2].Clock.Totals)
        {
            Print($"  {stage.Stage,-10} {stage.Time.TotalMilliseconds,6:0} ms {2e-9 * stage.Multiplications,6:0.0} GFLOP");
        }
    }

    /// <summary>The median, the minimum and the maximum.</summary>
    private static string Spread(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        var median = sorted[sorted.Count / 2];
        return string.Create(CultureInfo.InvariantCulture, $"{median:0.00} [{sorted[0]:0.00}, {sorted[^1]:0.00}]");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
