using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Results;

namespace Dino.Figures.Tests.Results;

public sealed class CalibrationTests
{
    [Fact]
    public void Of_Detections_BinsThemByScore()
    {
        var bins = Calibration.Of([Case((0.95, true), (0.92, true), (0.91, false), (0.15, false), (1, true), (0.05, false))]).Bins;

        Assert.Equal(10, bins.Count);
        Assert.Equal((4, 3), (bins[9].Count, bins[9].Hits));
        Assert.Equal((1, 0), (bins[1].Count, bins[1].Hits));
        Assert.Equal(0.75, bins[9].Precision);
        Assert.Equal((0.95 + 0.92 + 0.91 + 1) / 4, bins[9].MeanScore, 1e-12); // order of the sum
        Assert.True(double.IsNaN(bins[5].Precision));
    }

    [Fact]
    public void ExpectedError_IsTheWeightedDistanceOfScoreAndPrecision()
    {
        // Three of four right at a score of 0.95, none of two at 0.25: (4 * 0.2 + 2 * 0.25) / 6.
        var calibration = Calibration.Of([Case((0.95, true), (0.95, true)), Case((0.95, true), (0.95, false), (0.25, false), (0.25, false))]);

        Assert.Equal(((4 * 0.2) + (2 * 0.25)) / 6, calibration.ExpectedError, 1e-12); // order of the sums
    }

    [Fact]
    public void Of_MissesOnly_HasNoError() => Assert.True(double.IsNaN(Calibration.Of([Samples.CasesBefore[0] with { Boxes = [] }]).ExpectedError));

    private static DetectionCase Case(params (double Score, bool IsRight)[] detections) => Samples.CasesBefore[0] with
    {
        Boxes = [.. detections.Select(item => new JudgedBox(item.IsRight ? null : ErrorKind.Background, new(0, 0, 1, 1), 1, item.Score, ObjectArea: null))],
    };
}
