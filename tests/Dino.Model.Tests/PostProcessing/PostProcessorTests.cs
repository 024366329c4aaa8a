using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.PostProcessing;
using TorchSharp;

namespace Dino.Model.Tests.PostProcessing;

public sealed class PostProcessorTests
{
    [Fact]
    public void Process_OneQueryBestInTwoClasses_AppearsWithBothLabels()
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(
            torch.tensor(new double[] { -3, 2, 1, -1, -2, 0 }).view(1, 2, 3),
            torch.tensor(new[] { 0.5, 0.5, 0.2, 0.4, 0.1, 0.9, 0.4, 0.4 }).view(1, 2, 4));

        var detections = Assert.Single(new PostProcessor(new DinoConfig { NumSelect = 3 }).Process(predictions, [(100, 200)]));

        Assert.Equal([1, 2, 2], detections.Labels);
        Assert.Equal([0, 0, 1], detections.QueryIndices);
        Assert.Equal([Sigmoid(2), Sigmoid(1), Sigmoid(0)], detections.Scores, Close);

        // The second box reaches beyond the image: boxes are not clipped.
        Assert.Equal([80, 30, 120, 70, 80, 30, 120, 70, -20, 70, 60, 110], detections.BoxesXyXy, Close);
    }

    [Fact]
    public void Process_FewerPairsThanNumSelect_ReturnsAllPairs()
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(torch.zeros(2, 3, 2), torch.full([2, 3, 4], 0.5));

        var detections = new PostProcessor(new DinoConfig { NumSelect = 300 }).Process(predictions, [(10, 10), (20, 20)]);

        Assert.All(detections, image => Assert.Equal(6, image.Scores.Length));
        Assert.Equal([2.5, 2.5, 7.5, 7.5], detections[0].BoxesXyXy[..4]);
        Assert.Equal([5, 5, 15, 15], detections[1].BoxesXyXy[..4]);
    }

    [Fact]
    public void Process_WithNms_DropsOverlapsWhateverTheirClass()
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(
            torch.tensor(new double[] { 3, -9, -9, 2, 1, -9 }).view(1, 3, 2),
            torch.tensor(new[] { 0.5, 0.5, 0.4, 0.4, 0.5, 0.5, 0.4, 0.36, 0.1, 0.1, 0.1, 0.1 }).view(1, 3, 4));

        var config = new DinoConfig { NumSelect = 3, NmsIouThreshold = 0.8 };
        var detections = Assert.Single(new PostProcessor(config).Process(predictions, [(100, 100)]));

        Assert.Equal([0, 2], detections.QueryIndices);
        Assert.Equal([0, 0], detections.Labels);
        Assert.Equal(8, detections.BoxesXyXy.Length);
    }

    [Fact]
    public void Process_SizesForAnotherBatch_GivesBothNumbers()
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(torch.zeros(2, 3, 2), torch.zeros(2, 3, 4));

        var error = Assert.Throws<ArgumentException>(() => new PostProcessor(new DinoConfig()).Process(predictions, [(1, 1)]));

        Assert.Equal("1 original sizes were given; the predictions have 2 images", error.Message);
    }

    // 1e-12 absorbs the rounding of the sigmoid and of scaling to at most 200 pixels.
    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
