using System.Diagnostics;
using System.Globalization;
using Dino.Pipeline.Profiles;

namespace Dino.Benchmarks.Training;

/// <summary>Training images per second of the embedded profile's model on the CPU, and how the time of a step divides.</summary>
internal static class StepThroughput
{
    private const int Steps = 20;

    // The synthetic scenes: their size in training, and the boxes per image.
    private const int Width = 256;
    private const int Height = 192;
    private const int Boxes = 4;

    public static void Print(int batchSize)
    {
        var profile = ProfileCatalogue.Load(ProfileCatalogue.Default);
        var config = profile.Model with
        {
            NumClasses = profile.FineTune.NumClasses!.Value,
            DnLabelbookSize = profile.FineTune.DnLabelbookSize!.Value,
        };
        using var subject = new StepSubject(Width, Height, config, batchSize, Boxes);
        var (forward, both, update) = (new List<double>(), new List<double>(), new List<double>());
        for (var step = -3; step < Steps; step++)
        {
            var times = (Seconds(subject.Forward), Seconds(subject.Differentiate), Seconds(subject.Update));
            if (step >= 0)
            {
                forward.Add(times.Item1);
                both.Add(times.Item2);
                update.Add(times.Item3);
            }
        }

        var (ahead, differentiate, change) = (Median(forward), Median(both), Median(update));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"batch {batchSize,2}: {batchSize / (differentiate + change):0.0} images/s; " +
            $"per step: forward and losses {1000 * ahead:0} ms, " +
            $"backward {1000 * (differentiate - ahead):0} ms, update {1000 * change:0} ms"));
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt((values.Count - 1) / 2);
}
