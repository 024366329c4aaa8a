using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Reports;
using Dino.Figures.Results;

namespace Dino.Figures.Tests.Cases;

public sealed class CaseJudgeTests
{
    private static readonly BoxXyWh Left = new(10, 10, 20, 40);
    private static readonly BoxXyWh Right = new(60, 10, 20, 40);

    [Fact]
    public void Judge_OneOfEachOutcome_IsToldApart()
    {
        var item = Match([Object(1, Left), Object(2, Right)], [new(1, 1, Left, 0.9), new(1, 1, Left with { X = 11 }, 0.8), new(1, 1, new(200, 10, 20, 40), 0.7)]);

        Assert.Equal([Outcome.Hit, Outcome.Duplicate, Outcome.FalsePositive, Outcome.Miss], item.Boxes.Select(box => box.Outcome));
        Assert.Equal((1, 1, 1, 1, 3), (item.Hits, item.Misses, item.Duplicates, item.FalsePositives, item.Errors));
        Assert.Equal(2.0 / 5, item.F1);
        Assert.Equal("1 of 2 found, 1 missed, 1 duplicate, 1 false positive (1 on background)", item.Verdict);
        Assert.Equal(Right, item.Boxes[^1].Box);
        Assert.Null(item.Boxes[^1].Score);
    }

    [Fact]
    public void Judge_BetterScoreFirst_TakesTheObjectEvenWithTheSmallerOverlap()
    {
        var item = Match([Object(1, Left)], [new(1, 1, Left, 0.5), new(1, 1, Left with { Width = 14 }, 0.9)]);

        Assert.Equal([(Outcome.Hit, 0.9), (Outcome.Duplicate, 0.5)], item.Boxes.Select(box => (box.Outcome, box.Score!.Value)));
    }

    [Fact]
    public void Judge_OverlapOfExactlyHalf_IsAHit()
        => Assert.Equal(1, Match([Object(1, Left)], [new(1, 1, Left with { Width = 10 }, 0.9)]).Hits);

    [Fact]
    public void Judge_OtherCategory_IsAFalsePositiveAndAMiss()
    {
        var item = Match([Object(1, Left)], [new(1, 2, Left, 0.9)]);

        Assert.Equal((1, 1), (item.FalsePositives, item.Misses));
        Assert.Equal([ErrorKind.Classification, ErrorKind.Missed], item.ErrorKinds);
    }

    [Theory]
    [InlineData(1, 16, ErrorKind.Localisation)] // IoU 4/36
    [InlineData(1, 18, ErrorKind.Background)] // IoU 2/38
    [InlineData(2, 2, ErrorKind.Classification)] // IoU 18/22
    [InlineData(2, 12, ErrorKind.Both)] // IoU 8/32
    public void Judge_FalsePositive_IsNamedAsTheEvaluatorDoes(int category, double shift, ErrorKind expected)
        => Assert.Equal(expected, Match([Object(1, Left)], [new(1, category, Left with { X = Left.X + shift }, 0.9)]).Boxes[0].Error);

    [Fact]
    public void Judge_BelowTheScore_CountsForNothing()
        => Assert.Equal([Outcome.Miss], Match([Object(1, Left)], [new(1, 1, Left, 0.29)]).Boxes.Select(box => box.Outcome));

    [Fact]
    public void Judge_InsideACrowd_CountsForNothing()
    {
        var crowd = Object(1, new(0, 0, 100, 100)) with { IsCrowd = true };
        var item = Match([crowd], [new(1, 1, Left, 0.9), new(1, 1, new(95, 0, 20, 20), 0.8)]);

        Assert.Empty(item.Objects);
        Assert.Equal([Outcome.FalsePositive], item.Boxes.Select(box => box.Outcome));
    }

    [Fact]
    public void Judge_NothingToFindAndNothingFound_IsPerfect()
        => Assert.Equal(1, Match([], []).F1);

    /// <summary>Crowds, ties, two categories, objects with id 0, and more detections than count: all that is said of one run agrees.</summary>
    [Fact]
    public void Judge_OddSet_AgreesWithTheEvaluationTheCalibrationTheErrorsAndTheFindings()
    {
        var (dataset, found) = OddSet();
        var (groundTruth, detections) = (Samples.GroundTruth(dataset), Samples.Detections(found));
        var report = EvaluationReport.Create(CocoEvaluator.Evaluate(groundTruth, detections));
        var best = report.BestF1!;

        var cases = CaseJudge.Judge(dataset.Images, groundTruth, detections, best.Score);
        var totals = Totals.Of(cases);

        Assert.True(best.TruePositives > 5 && best.FalsePositives > 5 && best.Misses > 5, $"{best}");
        Assert.Equal((best.TruePositives, best.FalsePositives, best.Misses), (totals.Hits, totals.FalsePositives + totals.Duplicates, totals.Misses));
        Assert.Equal(best.TruePositives + best.Misses, totals.Objects);
        Assert.Equal(totals.Objects, totals.MissesBySize.Sum(size => size.Objects));
        Assert.Equal(totals.Misses, totals.MissesBySize.Sum(size => size.Misses));
        Assert.Equal(totals.Objects, report.Sizes.Sum(bin => bin.Objects));

        var calibration = Calibration.Of(cases).Bins;
        Assert.Equal((totals.Hits, totals.Hits + totals.FalsePositives + totals.Duplicates), (calibration.Sum(bin => bin.Hits), calibration.Sum(bin => bin.Count)));

        var failures = new Findings(Samples.Report() with { PretrainedCases = cases, FineTunedCases = cases, LeastScore = best.Score }).Failures().First();
        Assert.Contains($"{best.TruePositives} of {totals.Objects} objects are found", failures, StringComparison.Ordinal);
        Assert.Contains($"False positives {totals.FalsePositives} → {totals.FalsePositives}, duplicates {totals.Duplicates} → {totals.Duplicates}.", failures, StringComparison.Ordinal);

        var everything = CaseJudge.Judge(dataset.Images, groundTruth, detections, double.NegativeInfinity).SelectMany(item => item.Boxes).ToLookup(box => box.Error);
        Assert.All(report.Errors.Errors.Where(share => share.Kind != ErrorKind.Missed), share => Assert.Equal(share.Count, everything[share.Kind].Count()));
        Assert.Equal(report.Stats[1], report.Errors.AP50, tolerance: 1e-12); // spacing(1) in pycocotools' denominator
    }

    [Fact]
    public void Judge_FromAScoreOn_IsWhatItIsWithTheLowerScores()
    {
        var (dataset, found) = OddSet();

        foreach (var (all, some) in Samples.Judge(dataset, found, leastScore: 0).Zip(Samples.Judge(dataset, found, leastScore: 0.5)))
        {
            Assert.Equal(all.Boxes.Where(box => box.Score >= 0.5), some.Boxes.Where(box => box.Score is not null));
        }
    }

    /// <summary>Four images with 12 objects, two crowds and 300 detections each; scores are tenths, so that most are equal.</summary>
    private static (CocoDataset Dataset, List<Detection> Found) OddSet()
    {
        var random = new SplitMix64(20, "odd set");
        int Draw(int low, int high) => random.NextInt32(low, high);
        CocoImage[] images = [.. Enumerable.Range(1, 4).Select(id => new CocoImage(id, $"{id}.jpg", 640, 480))];
        var objects = new List<CocoAnnotation>();
        var found = new List<Detection>();
        foreach (var image in images)
        {
            for (var i = 0; i < 14; i++)
            {
                var box = new BoxXyWh(Draw(0, 500), Draw(0, 380), 8 * Draw(1, 16), 8 * Draw(1, 12));
                objects.Add(new CocoAnnotation(objects.Count, image.Id, Draw(1, 2), box, box.Width * box.Height, IsCrowd: i >= 12)); // ids from 0 on
            }

            for (var i = 0; i < 300; i++)
            {
                var near = objects[^Draw(1, 14)];
                var box = near.Box with { X = near.Box.X + Draw(-12, 12), Y = near.Box.Y + Draw(-12, 12) };
                var place = Draw(0, 4) == 0 ? box with { X = Draw(0, 600), Y = Draw(0, 400) } : box;
                found.Add(new Detection(image.Id, Draw(0, 5) == 0 ? 3 - near.CategoryId : near.CategoryId, place, Draw(0, 10) / 10.0));
            }
        }

        return (new CocoDataset(images, objects, [new(1, "person"), new(2, "rider")]), found);
    }

    private static CocoAnnotation Object(long id, BoxXyWh box) => new(id, 1, 1, box, box.Width * box.Height, IsCrowd: false);

    private static DetectionCase Match(CocoAnnotation[] objects, Detection[] detections)
        => Assert.Single(Samples.Judge(new CocoDataset([new CocoImage(1, "a.jpg", 320, 240)], objects, [new(1, "person"), new(2, "rider")]), detections));
}
