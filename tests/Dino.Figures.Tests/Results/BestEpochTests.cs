using Dino.Figures.Charts;
using Dino.Figures.Reports;
using Dino.Figures.Results;

namespace Dino.Figures.Tests.Results;

public sealed class BestEpochTests
{
    [Fact]
    public void Of_EqualAps_IsTheEarliestOfTheWeightsCountedFromOne()
        => Assert.Equal(new BestEpoch(2, 0.5, IsAverage: false), BestEpoch.Of([Epoch(0, 0.4, 0.5), Epoch(1, 0.5, 0.3), Epoch(2, 0.5, 0.5)]));

    [Fact]
    public void Of_ABetterAverage_IsTheAverages() => Assert.Equal(new BestEpoch(1, 0.6, IsAverage: true), BestEpoch.Of([Epoch(0, 0.4, 0.6), Epoch(1, 0.5, 0.3)]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Of_NoApAboveZero_IsNone(double ap)
    {
        TrainingEpoch[] epochs = [Epoch(0, ap, null), Epoch(1, ap, null)];

        Assert.Null(BestEpoch.Of(epochs));
        Assert.Contains("no epoch had an AP above 0", new TrainingCurvesFigure(epochs).Caption, StringComparison.Ordinal);
        Assert.Contains("None of the 2 epochs had an AP above 0: the weights are the last ones.", new Findings(Samples.Report() with { Training = epochs }).Changes());
    }

    private static TrainingEpoch Epoch(int epoch, double ap, double? average)
        => new(epoch, 1e-4, new Dictionary<string, double>(), new Dictionary<string, double>(), [ap, .. Enumerable.Repeat(0.0, 11)], average);
}
