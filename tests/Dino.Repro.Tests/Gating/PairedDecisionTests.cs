using Dino.Evaluation;
using Dino.Gating.Comparison;

namespace Dino.Repro.Tests.Gating;

public sealed class PairedDecisionTests
{
    [Theory]
    [InlineData(-0.05, -0.08, -0.02, GateStatus.Fail)]
    [InlineData(-0.05, -0.12, 0.02, GateStatus.Warn)]
    [InlineData(-0.01, -0.02, -0.005, GateStatus.Pass)]
    [InlineData(0.03, 0.01, 0.05, GateStatus.Pass)]
    [InlineData(0, 0, 0, GateStatus.Pass)]
    public void Of_NeedsADropBeyondTheLimitAndAnIntervalBelowZero(double difference, double low, double high, GateStatus expected)
        => Assert.Equal(expected, PairedDecision.Of(Difference(difference, low, high), 0.03, 40).Status);

    [Fact]
    public void Of_Undecided_AsksForTheImagesThatHalveTheInterval()
    {
        // The interval reaches 0.1 above a drop of 0.05: half the width takes four times the images.
        var (_, text) = PairedDecision.Of(Difference(-0.05, -0.15, 0.05), 0.03, 40);

        Assert.Contains("about 120 more images", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingToMeasure_IsNotJudged()
        => Assert.Equal(GateStatus.Skip, PairedDecision.Of(Difference(0, 0, 0) with { Baseline = -1 }, 0.03, 40).Status);

    private static StatDifference Difference(double difference, double low, double high) => new("AP", 0.5, 0.5 + difference, difference, low, high, 0.5, 200);
}
