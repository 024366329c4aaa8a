using Dino.Core;
using Dino.Evaluation;
using Dino.Figures.Results;
using Dino.Pipeline.Stages;
using Dino.Repro.Commands;
using Dino.Training.Checkpointing;

namespace Dino.Repro.Tests.Training;

/// <summary>Console and report say the same epoch, and count from 1.</summary>
public sealed class EpochsForPeopleTests
{
    [Fact]
    public void BestEpoch_OfTheReport_IsTheOneThatTrainingKept()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SplitMix64(seed, "epochs");
            double Ap() => random.NextInt32(0, 4) / 10.0; // many are equal, some all 0
            TrainingEpoch[] epochs = [.. Enumerable.Range(0, 1 + (seed % 5)).Select(epoch => new TrainingEpoch(
                epoch, 1e-4, new Dictionary<string, double>(), new Dictionary<string, double>(), [Ap()], seed % 2 == 0 ? Ap() : null))];

            var (weights, average) = (BestResult.None, BestResult.None);
            foreach (var epoch in epochs)
            {
                weights = weights.With(epoch.Stats[0], epoch.Epoch);
                average = average.With(epoch.AverageAp ?? 0, epoch.Epoch);
            }

            var kept = weights.With(average.Ap, average.Epoch);
            Assert.Equal(kept.Epoch < 0 ? null : new BestEpoch(kept.Epoch + 1, kept.Ap, IsAverage: kept != weights), BestEpoch.Of(epochs));
        }
    }

    [Fact]
    public void SeedTable_CountsFromOne_AndSaysNoneWhereNoApWasAboveZero()
    {
        var lines = SeedTable.Lines(new SeedComparison(
            [new(7, 3, 2, 0.5, 0.4), new(8, 3, -1, 0, 0)], 0.3, 0.25, 0.3, new StatDifference("AP", 0.3, 0.25, -0.05, -0.1, 0.1, 0.5, 1000))).ToList();

        Assert.Equal("7             0.500         3    0.400", lines[1]);
        Assert.Equal("8             0.000      none    0.000", lines[2]);
    }
}
