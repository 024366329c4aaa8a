using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;

namespace Dino.Data.Transforms;

/// <summary>Decodes the file of an <c>images</c> entry.</summary>
internal static class SourceImage
{
    public static RgbImage Decode(CocoSource source, CocoImage image)
    {
        var path = new ImageFolder(source.ImageFolder).Resolve(image.FileName);
        var picture = ImageDecoder.Decode(path);

        // Boxes are in pixels of the size that the annotator saw; on another size they would be silently wrong.
        return picture.Width == image.Width && picture.Height == image.Height
            ? picture
            : throw new BadInputException(
                $"{path}: has {picture.Width}x{picture.Height} pixels; image {image.Id} in {source.AnnotationFile} says {image.Width}x{image.Height}");
    }
}
