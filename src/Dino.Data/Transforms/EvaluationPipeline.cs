using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Resizing;

namespace Dino.Data.Transforms;

/// <summary>The reference's validation transforms: resize by the size rule, to float, normalise.</summary>
public sealed class EvaluationPipeline(EvaluationSize size)
{
    /// <param name="annotations">Those of this image.</param>
    /// <exception cref="BadInputException">The image cannot be read or has not the size the JSON says; the message names the file.</exception>
    public DetectionSample Load(CocoSource source, CocoImage image, IReadOnlyList<CocoAnnotation> annotations)
    {
        var picture = SourceImage.Decode(source, image);
        return Transform(picture, image, annotations);
    }

    /// <summary>The same for a picture already decoded.</summary>
    public DetectionSample Transform(RgbImage picture, CocoImage image, IReadOnlyList<CocoAnnotation> annotations)
    {
        var (width, height) = ResizeRule.Apply(picture.Width, picture.Height, size.ShortSide, size.MaxSize);
        var scaleX = (double)width / picture.Width;
        var scaleY = (double)height / picture.Height;
        return SampleBuilder.Build(image, picture, width, height, TargetBox.FromAnnotations(image, annotations).ConvertAll(box => box.Scale(scaleX, scaleY)));
    }
}

/// <summary>The size that evaluation scales images to (see <see cref="Resizing.ResizeRule"/>).</summary>
/// <param name="ShortSide">Pixels.</param>
/// <param name="MaxSize">Cap of the long side in pixels.</param>
public sealed record EvaluationSize(int ShortSide = 800, int MaxSize = 1333);
