using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;

namespace Dino.Figures.Tests.Cases;

public sealed class CaseSelectionTests
{
    [Fact]
    public void Good_PrefersHighF1ThenMoreObjectsThenLowerId()
    {
        DetectionCase[] cases = [Case(1, 3, 2), Case(2, 3, 3), Case(3, 5, 5), Case(4, 3, 3), Case(5, 2, 2)];

        Assert.Equal([3, 2, 4], CaseSelection.Good(cases, 3).Select(item => item.Image.Id));
    }

    [Fact]
    public void Failed_PrefersMoreErrorsThenLowerF1_AndLeavesOutPerfectImages()
    {
        DetectionCase[] cases = [Case(1, 3, 3), Case(2, 5, 3), Case(3, 2, 0), Case(4, 6, 2)];

        Assert.Equal([4, 3, 2], CaseSelection.Failed(cases, 9).Select(item => item.Image.Id));
    }

    [Fact]
    public void Compared_ShowsTheMostImprovedAndTheMostWorsened()
    {
        DetectionCase[] before = [Case(1, 4, 4), Case(2, 4, 1), Case(3, 4, 2), Case(4, 4, 0)];
        DetectionCase[] after = [Case(1, 4, 2), Case(2, 4, 2), Case(3, 4, 2), Case(4, 4, 4)];

        var pairs = CaseSelection.Compared(before, after, 3);

        Assert.Equal([4, 2, 1], pairs.Select(pair => pair.Before.Image.Id));
        Assert.True(pairs[^1].Change < 0);
    }

    [Fact]
    public void Compared_NothingWorsened_ShowsImprovedOnesOnly()
        => Assert.Equal([2], CaseSelection.Compared([Case(1, 4, 1), Case(2, 4, 1)], [Case(1, 4, 1), Case(2, 4, 3)], 1).Select(pair => pair.Before.Image.Id));

    private static DetectionCase Case(long id, int objects, int hits)
    {
        var box = new BoxXyWh(0, 0, 10, 20);
        return new DetectionCase(
            new CocoImage(id, $"{id}.jpg", 320, 240),
            [.. Enumerable.Range(0, objects).Select(i => new CocoAnnotation(i + 1, id, 1, box, 200, IsCrowd: false))],
            [.. Enumerable.Range(0, objects).Select(i => i < hits
                ? new JudgedBox(Error: null, box, 1, 0.9, 200)
                : new JudgedBox(ErrorKind.Missed, box, 1, Score: null, 200))]);
    }
}
