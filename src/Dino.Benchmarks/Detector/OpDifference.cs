using System.Diagnostics;
using System.Globalization;
using Dino.Benchmarks.Running;
using Dino.Model.Decoder;
using Dino.Ops;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Detector;

/// <summary>Compares whole predictions with the CPU op and the reference op: the speed-up, and the largest difference.</summary>
internal static class OpDifference
{
    private const int Pairs = 3;

    public static string Measure(string profile)
    {
        using var scope = NewDisposeScope();
        using var pause = FinalizerPause.Begin();
        using var subject = new DetectorSubject(profile);
        var (reference, cpu) = (new ReferenceMsDeformAttnOp(), new CpuMsDeformAttnOp());

        // Both get the same queries, because tokens with almost equal scores may change places. This also warms up.
        using var tokens = subject.SelectTokens(reference);
        using var expected = subject.Predict(reference, tokens);
        using var actual = subject.Predict(cpu, tokens);
        var (logits, boxes) = (Largest(expected, actual, set => set.Logits), Largest(expected, actual, set => set.BoxesCxCyWh));

        var (slow, fast) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            slow.Add(Seconds(subject, reference));
            fast.Add(Seconds(subject, cpu));
        }

        var ratio = SpeedUp.Estimate(profile, slow, fast);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{subject.Description}: {slow.Average():0.00} s with the reference op, {fast.Average():0.00} s with the CPU op, " +
            $"ratio {ratio.Ratio:0.00} [{ratio.Low:0.00}, {ratio.High:0.00}]; " +
            $"largest difference of a logit {logits:0.0e+0}, of a box {boxes:0.0e+0}");
    }

    private static double Seconds(DetectorSubject subject, IMsDeformAttnOp op)
    {
        var start = Stopwatch.GetTimestamp();
        subject.Predict(op).Dispose();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Largest(DinoOutput expected, DinoOutput actual, Func<PredictionSet, Tensor> part)
    {
        using var scope = NewDisposeScope();
        return Sets(expected).Zip(Sets(actual)).Max(
            sets => (part(sets.First) - part(sets.Second)).abs().max().to(ScalarType.Float64).item<double>());
    }

    private static PredictionSet[] Sets(DinoOutput output) => [output.Final, .. output.Auxiliary, output.Intermediate];
}
