using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Tests.TestData;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Transforms;

public sealed class TrainingPipelineTests
{
    private static readonly TrainingAugmentation Small = new() { Scales = [20, 24, 28], MaxSize = 40, CropResizeScales = [20, 25], CropSize = (16, 24) };
    private static readonly CocoImage Image = new(9, "a", 40, 30);
    private static readonly RgbImage Picture = SmallDataset.Noise(40, 30, seed: 3);
    private static readonly CocoAnnotation[] Annotations = [new(1, 9, 7, new BoxXyWh(4, 6, 10, 12), 1, IsCrowd: false)];

    [Fact]
    public void Transform_SameSeedEpochAndImage_GivesTheSame()
    {
        var first = new TrainingPipeline(Small).Transform(Picture, Image, Annotations, seed: 1, epoch: 2);
        var second = new TrainingPipeline(Small).Transform(Picture, Image, Annotations, seed: 1, epoch: 2);

        Assert.Equal(first.Pixels, second.Pixels);
        Assert.Equal(first.BoxesCxCyWh, second.BoxesCxCyWh);
    }

    [Fact]
    public void Transform_OverManyEpochs_DrawsEverySizeAndBothBranches()
    {
        var samples = Enumerable.Range(0, 200).Select(epoch => new TrainingPipeline(Small).Transform(Picture, Image, Annotations, 1, epoch)).ToList();

        Assert.Equal([20, 24, 28], samples.Select(sample => Math.Min(sample.Width, sample.Height)).Distinct().Order());

        // Without a crop the aspect is that of the image; 200 fair draws fall outside 60..140 with probability below 1e-7.
        Assert.InRange(samples.Count(sample => Math.Abs(((double)sample.Width / sample.Height) - (40.0 / 30)) < 0.05), 60, 160);
        Assert.All(samples, sample => Assert.True(Math.Max(sample.Width, sample.Height) <= 40));
        Assert.All(samples, sample => Assert.All(sample.BoxesCxCyWh, value => Assert.InRange(value, 0, 1)));
    }

    [Fact]
    public void Transform_NoFlipNoCrop_IsTheEvaluationTransform()
    {
        var options = Small with { Scales = [24], FlipProbability = 0, CropProbability = 0 };

        var trained = new TrainingPipeline(options).Transform(Picture, Image, Annotations, 1, 1);
        var evaluated = new EvaluationPipeline(new EvaluationSize(24, 40)).Transform(Picture, Image, Annotations);

        Assert.Equal(evaluated.Pixels, trained.Pixels);
        Assert.Equal(evaluated.BoxesCxCyWh, trained.BoxesCxCyWh);
    }

    [Fact]
    public void Transform_Flip_MirrorsPictureAndBoxes()
    {
        var options = Small with { Scales = [30], CropProbability = 0 };
        var plain = new TrainingPipeline(options with { FlipProbability = 0 }).Transform(Picture, Image, Annotations, 1, 1);
        var flipped = new TrainingPipeline(options with { FlipProbability = 1 }).Transform(Picture, Image, Annotations, 1, 1);

        Assert.Equal(plain.Pixels[..40].Reverse(), flipped.Pixels[..40]);
        Assert.Equal([1 - plain.BoxesCxCyWh[0], .. plain.BoxesCxCyWh[1..]], flipped.BoxesCxCyWh);
    }
}
