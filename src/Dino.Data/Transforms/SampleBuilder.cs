using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Resizing;

namespace Dino.Data.Transforms;

/// <summary>The last steps of both pipelines: resize to the final size, to normalised floats, boxes to relative (cx, cy, w, h).</summary>
internal static class SampleBuilder
{
    private const int BoxValues = 4;

    /// <param name="boxes">In pixels of the final size.</param>
    public static DetectionSample Build(CocoImage image, RgbImage picture, int width, int height, List<TargetBox> boxes)
    {
        var pixels = PixelPool.Rent(checked(RgbImage.Channels * width * height));
        BilinearResize.Stream(picture, width, height, (y, row) => PixelNormalization.Write(row, y, width, height, pixels));
        return new DetectionSample
        {
            ImageId = image.Id,
            Pixels = pixels,
            Height = height,
            Width = width,
            OriginalHeight = image.Height,
            OriginalWidth = image.Width,
            Labels = [.. boxes.Select(box => box.Label)],
            BoxesCxCyWh = Relative(boxes, width, height),
        };
    }

    private static float[] Relative(List<TargetBox> boxes, int width, int height)
    {
        var values = new float[boxes.Count * BoxValues];
        for (var i = 0; i < boxes.Count; i++)
        {
            var box = boxes[i];
            values[i * BoxValues] = (float)((box.X1 + box.X2) / 2 / width);
            values[(i * BoxValues) + 1] = (float)((box.Y1 + box.Y2) / 2 / height);
            values[(i * BoxValues) + 2] = (float)((box.X2 - box.X1) / width);
            values[(i * BoxValues) + 3] = (float)((box.Y2 - box.Y1) / height);
        }

        return values;
    }
}

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

/// <summary>Pixel arrays that samples no longer need, for samples of the same size: a fresh array of 10 MB costs more (page faults, garbage
/// collections) than resizing into it.</summary>
internal static class PixelPool
{
    // As many as a loader has under way; more would only keep sizes that come seldom (13 MB each at 1333x800).
    private const int Capacity = 6;

    private static readonly Lock Gate = new();
    private static readonly List<float[]> Arrays = [];

    /// <summary>An array of exactly this length with any content.</summary>
    public static float[] Rent(int length)
    {
        lock (Gate)
        {
            var index = Arrays.FindLastIndex(array => array.Length == length);
            if (index >= 0)
            {
                var array = Arrays[index];
                Arrays.RemoveAt(index);
                return array;
            }
        }

        return GC.AllocateUninitializedArray<float>(length);
    }

    /// <summary>Takes an array that nobody reads any more; the one unused longest goes if there are too many.</summary>
    public static void Return(float[] array)
    {
        lock (Gate)
        {
            if (Arrays.Count == Capacity)
            {
                Arrays.RemoveAt(0);
            }

            Arrays.Add(array);
        }
    }
}
