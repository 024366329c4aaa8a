using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Resizing;
using Dino.Data.Tests.TestData;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Transforms;

public sealed class EvaluationPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Transform_Picture_IsResizedAndNormalisedAsTorchvisionDoes()
    {
        var picture = SmallDataset.Noise(40, 30, seed: 3);

        var sample = new EvaluationPipeline(new EvaluationSize(45, 100)).Transform(picture, new CocoImage(9, "a", 40, 30), []);

        Assert.Equal((9, 60, 45, 40, 30), (sample.ImageId, sample.Width, sample.Height, sample.OriginalWidth, sample.OriginalHeight));
        var resized = BilinearResize.Apply(picture, 60, 45);
        float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
        for (var i = 0; i < resized.Pixels.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, 3);
            Assert.Equal(((resized.Pixels[i] / 255f) - mean[channel]) / deviation[channel], sample.Pixels[(channel * 60 * 45) + pixel]);
        }
    }

    [Fact]
    public void Transform_Annotations_AreClampedFilteredAndRelative()
    {
        var sample = new EvaluationPipeline(new EvaluationSize(30, 100)).Transform(SmallDataset.Noise(40, 30, 1), new CocoImage(9, "a", 40, 30), [
            new CocoAnnotation(1, 9, 7, new BoxXyWh(-10, 6, 30, 12), 1, IsCrowd: false),
            new CocoAnnotation(2, 9, 7, new BoxXyWh(0, 0, 30, 12), 1, IsCrowd: true),
            new CocoAnnotation(3, 9, 7, new BoxXyWh(5, 5, 0, 12), 1, IsCrowd: false),
            new CocoAnnotation(4, 9, 7, new BoxXyWh(41, 5, 5, 12), 1, IsCrowd: false),
            new CocoAnnotation(5, 9, 8, new BoxXyWh(20, 15, 20, 15), 1, IsCrowd: false, Ignore: true),
        ]);

        Assert.Equal([7L, 8L], sample.Labels);
        Assert.Equal([0.25f, 0.4f, 0.5f, 0.4f, 0.75f, 0.75f, 0.5f, 0.5f], sample.BoxesCxCyWh);
    }

    [Fact]
    public void Load_SizeOtherThanInTheJson_NamesBoth()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 1);

        var error = Assert.Throws<BadInputException>(
            () => new EvaluationPipeline(new EvaluationSize()).Load(source, dataset.Images[0] with { Width = 50 }, []));

        Assert.Contains("000001.png: has 40x30 pixels; image 1 in ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("says 50x30", error.Message, StringComparison.Ordinal);
    }
}
