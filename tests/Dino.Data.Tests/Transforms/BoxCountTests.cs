using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Transforms;

public sealed class BoxCountTests
{
    private static readonly CocoImage Image = new(1, "a.jpg", 100, 80);

    [Fact]
    public void OfTraining_EveryKind_IsCountedOnce()
    {
        var dataset = Dataset(new(10, 10, 20, 20), new(90, 70, 50, 50), new(100, 0, 5, 5), new(5, 5, 0, 9), new(5, 5, -3, 9));
        dataset = dataset with { Annotations = [.. dataset.Annotations, new(9, 1, 1, new(0, 0, 0, 0), 0, IsCrowd: true)] };

        Assert.Equal(new BoxCount(6, 1, 3), BoxCount.ForTraining(dataset));
        Assert.Equal(new BoxCount(6, 1, 3), BoxCount.ForTraining(Image, dataset.Annotations));
        Assert.Equal(new BoxCount(6, 1, 0), BoxCount.ForEvaluation(dataset));
        Assert.Equal([1, 2], BoxCount.UsedInTraining(dataset).Select(annotation => annotation.Id));
        Assert.Equal("6 boxes, 4 of them unused (1 crowd, 3 outside the image or without area)", $"{BoxCount.ForTraining(dataset)}");
        Assert.Equal("6 boxes, 1 of them unused (1 crowd)", $"{BoxCount.ForEvaluation(dataset)}");
    }

    [Theory]
    [InlineData(0, "0 boxes")]
    [InlineData(1, "1 box")]
    [InlineData(2, "2 boxes")]
    public void ToString_AllUsed_IsTheirNumber(int boxes, string expected)
        => Assert.Equal(expected, $"{BoxCount.ForTraining(Dataset([.. Enumerable.Repeat(new BoxXyWh(1, 1, 5, 5), boxes)]))}");

    private static CocoDataset Dataset(params BoxXyWh[] boxes)
        => new([Image], [.. boxes.Select((box, index) => new CocoAnnotation(index + 1, 1, 1, box, 25, IsCrowd: false))], [new(1, "person")]);
}
