using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;

namespace Dino.Figures.Tests.Cases;

public sealed class CaseMatcherTests
{
    private static readonly BoxXyWh Left = new(10, 10, 20, 40);
    private static readonly BoxXyWh Right = new(60, 10, 20, 40);

    [Fact]
    public void Match_OneOfEachOutcome_IsToldApart()
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
    public void Match_BetterScoreFirst_TakesTheObjectEvenWithTheSmallerOverlap()
    {
        var item = Match([Object(1, Left)], [new(1, 1, Left, 0.5), new(1, 1, Left with { Width = 14 }, 0.9)]);

        Assert.Equal([(Outcome.Hit, 0.9), (Outcome.Duplicate, 0.5)], item.Boxes.Select(box => (box.Outcome, box.Score!.Value)));
        Assert.Equal(0.7, item.Boxes[0].Iou!.Value, tolerance: 1e-12); // 14/20 in doubles
    }

    [Fact]
    public void Match_OverlapOfExactlyHalf_IsAHit()
        => Assert.Equal(1, Match([Object(1, Left)], [new(1, 1, Left with { Width = 10 }, 0.9)]).Hits);

    [Fact]
    public void Match_OtherCategory_IsAFalsePositiveAndAMiss()
    {
        var item = Match([Object(1, Left)], [new(1, 2, Left, 0.9)]);

        Assert.Equal((1, 1, 0.0), (item.FalsePositives, item.Misses, item.Boxes[0].Iou));
        Assert.Equal([ErrorKind.Classification, ErrorKind.Missed], item.ErrorKinds);
    }

    [Theory]
    [InlineData(1, 16, ErrorKind.Localisation)] // IoU 4/36
    [InlineData(1, 18, ErrorKind.Background)] // IoU 2/38
    [InlineData(2, 2, ErrorKind.Classification)] // IoU 18/22
    [InlineData(2, 12, ErrorKind.Both)] // IoU 8/32
    public void Match_FalsePositive_IsNamedAsTheEvaluatorDoes(int category, double shift, ErrorKind expected)
        => Assert.Equal(expected, Match([Object(1, Left)], [new(1, category, Left with { X = Left.X + shift }, 0.9)]).Boxes[0].Error);

    [Fact]
    public void Match_BelowTheScore_CountsForNothing()
        => Assert.Equal([Outcome.Miss], Match([Object(1, Left)], [new(1, 1, Left, 0.29)]).Boxes.Select(box => box.Outcome));

    [Fact]
    public void Match_InsideACrowd_CountsForNothing()
    {
        var crowd = Object(1, new(0, 0, 100, 100)) with { IsCrowd = true };
        var item = Match([crowd], [new(1, 1, Left, 0.9), new(1, 1, new(95, 0, 20, 20), 0.8)]);

        Assert.Empty(item.Objects);
        Assert.Equal([Outcome.FalsePositive], item.Boxes.Select(box => box.Outcome));
    }

    [Fact]
    public void Match_NothingToFindAndNothingFound_IsPerfect()
        => Assert.Equal(1, Match([], []).F1);

    private static CocoAnnotation Object(long id, BoxXyWh box) => new(id, 1, 1, box, box.Width * box.Height, IsCrowd: false);

    private static DetectionCase Match(CocoAnnotation[] objects, Detection[] detections)
        => Assert.Single(new CaseMatcher(0.3).Match(new CocoDataset([new CocoImage(1, "a.jpg", 320, 240)], objects, [new(1, "person")]), detections));
}
