using Dino.Data.Batching;
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
