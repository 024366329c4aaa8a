using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Resizing;

namespace Dino.Data.Transforms;

/// <summary>The reference's training transforms (datasets/coco.py, <c>make_coco_transforms</c>): random flip; either a random resize, or a random resize,
/// a random crop and a random resize; to float, normalise. What an image becomes depends on seed, epoch and image id alone.</summary>
public sealed class TrainingPipeline(TrainingAugmentation augmentation)
{
    /// <param name="annotations">Those of this image.</param>
    /// <exception cref="BadInputException">The image cannot be read or has not the size the JSON says; the message names the file.</exception>
    public DetectionSample Load(CocoSource source, CocoImage image, IReadOnlyList<CocoAnnotation> annotations, long seed, int epoch)
        => Transform(SourceImage.Decode(source, image), image, annotations, seed, epoch);

    /// <summary>The same for a picture already decoded.</summary>
    public DetectionSample Transform(RgbImage picture, CocoImage image, IReadOnlyList<CocoAnnotation> annotations, long seed, int epoch)
    {
        var random = new SplitMix64(seed, FormattableString.Invariant($"augment:{epoch}:{image.Id}"));
        var boxes = TargetBox.FromAnnotations(image, annotations);
        if (random.NextDouble() < augmentation.FlipProbability)
        {
            boxes = boxes.ConvertAll(box => box.FlipHorizontally(picture.Width));
            picture = picture.FlipHorizontally();
        }

        if (random.NextDouble() < augmentation.CropProbability)
        {
            (picture, boxes) = ResizeAndCrop(picture, boxes, random);
        }

        var (width, height) = ResizeRule.Apply(picture.Width, picture.Height, Choose(augmentation.Scales, random), augmentation.MaxSize);
        return SampleBuilder.Build(image, picture, width, height, Rescale(boxes, picture, width, height));
    }

    private (RgbImage Picture, List<TargetBox> Boxes) ResizeAndCrop(RgbImage picture, List<TargetBox> boxes, SplitMix64 random)
    {
        var (width, height) = ResizeRule.Apply(picture.Width, picture.Height, Choose(augmentation.CropResizeScales, random), maxSize: null);
        var cropWidth = CropLength(width, random);
        var cropHeight = CropLength(height, random);
        var top = random.NextInt32(0, height - cropHeight);
        var left = random.NextInt32(0, width - cropWidth);
        var cropped = Rescale(boxes, picture, width, height).ConvertAll(box => box.Crop(left, top, cropWidth, cropHeight));
        cropped.RemoveAll(box => box.IsEmpty);
        return (BilinearResize.Apply(picture, width, height).Crop(left, top, cropWidth, cropHeight), cropped);
    }

    private int CropLength(int length, SplitMix64 random)
        => random.NextInt32(Math.Min(augmentation.CropSize.Min, length), Math.Min(augmentation.CropSize.Max, length));

    private static List<TargetBox> Rescale(List<TargetBox> boxes, RgbImage picture, int width, int height)
    {
        var scaleX = (double)width / picture.Width;
        var scaleY = (double)height / picture.Height;
        return boxes.ConvertAll(box => box.Scale(scaleX, scaleY));
    }

    private static int Choose(IReadOnlyList<int> choices, SplitMix64 random) => choices[random.NextInt32(0, choices.Count - 1)];
}

/// <summary>Sizes of the reference's random training transforms; defaults are those of the DINO configs (data_aug_*).</summary>
public sealed record TrainingAugmentation
{
    /// <summary>Short sides to choose from, in pixels.</summary>
    public IReadOnlyList<int> Scales { get; init; } = [480, 512, 544, 576, 608, 640, 672, 704, 736, 768, 800];

    /// <summary>Cap of the long side, in pixels.</summary>
    public int MaxSize { get; init; } = 1333;

    /// <summary>Short sides to choose from before a crop, without cap.</summary>
    public IReadOnlyList<int> CropResizeScales { get; init; } = [400, 500, 600];

    /// <summary>Smallest and largest width and height of a crop, in pixels, both included; cut to the picture where it is smaller.</summary>
    public (int Min, int Max) CropSize { get; init; } = (384, 600);

    /// <summary>Probability of a horizontal flip.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Probability of a crop before the final resize.</summary>
    public double CropProbability { get; init; } = 0.5;
}
