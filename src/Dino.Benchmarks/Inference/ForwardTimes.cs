using System.Diagnostics;
using System.Globalization;
using Dino.Model;
using Dino.Model.Inputs;
using Dino.Model.Profiling;
using Dino.Ops;
using Dino.Ops.Dense;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference;

/// <summary>Forward passes of DINO-4scale R50 (91 classes, random weights) on one image, as multiples of a 4096-cubed float32 matrix product in the same process.</summary>
internal static class ForwardTimes
{
    private const int Threads = 2;

    /// <param name="runs">Passes a type, after one to warm up.</param>
    /// <param name="width">Of the image, which is 800 high.</param>
    public static void Write(int runs, int width)
    {
        set_num_threads(Threads);
        using var noGradient = no_grad();
        using var process = Process.GetCurrentProcess();
        _ = get_num_threads();
        var before = process.PeakWorkingSet64;
        var gemm = GemmSpeed.Measure(ScalarType.Float32, TimeProvider.System);
        Print($"{Threads} threads, image 800x{width}; 4096-cubed float32 product {gemm.TotalSeconds:0.000} s");
        using var model = new DinoDetector(DinoConfig.FourScaleR50, MsDeformAttnOps.Select("auto"), seed: 1);
        model.eval();
        using var images = new ImageBatch(randn(1, 3, 800, width), zeros([1, 800, width], ScalarType.Bool));
        foreach (var dtype in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            Measure(model, images, dtype, runs, gemm);
        }

        process.Refresh();
        Print($"peak memory {(process.PeakWorkingSet64 - before) >> 20} MB above the runtime's start");
    }

    private static void Measure(DinoDetector model, ImageBatch images, ScalarType dtype, int runs, TimeSpan gemm)
    {
        using var weights = FrozenWeights.Begin();
        using var precision = Autocast.To(dtype);
        var passes = new List<StageClock>(runs);
        for (var run = 0; run <= runs; run++)
        {
            using var pause = FinalizerPause.Begin();
            var clock = new StageClock(TimeProvider.System);
            clock.Start();
            using var output = model.Forward(images, clock: clock);
            if (run > 0)
            {
                passes.Add(clock);
            }
        }

        passes.Sort((one, other) => Seconds(one).CompareTo(Seconds(other)));
        var (least, median, most) = (Seconds(passes[0]), Seconds(passes[runs / 2]), Seconds(passes[^1]));
        Print($"{dtype}: {median:0.00} s [{least:0.00}, {most:0.00}] in {runs} runs, {median / gemm.TotalSeconds:0.00} [{least / gemm.TotalSeconds:0.00}, {most / gemm.TotalSeconds:0.00}] of the product's time");
        foreach (var stage in passes[runs / 2].Totals)
        {
            Print($"  {stage.Stage,-10} {stage.Time.TotalMilliseconds,6:0} ms {2e-9 * stage.Multiplications,6:0.0} GFLOP");
        }
    }

    private static double Seconds(StageClock clock) => clock.Totals.Sum(stage => stage.Time.TotalSeconds);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
