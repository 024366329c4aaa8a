using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using SkiaSharp;

namespace Dino.Data.Tests.TestData;

/// <summary>Noise pictures with boxes, written as <c>images/</c> and <c>annotations.json</c>.</summary>
internal static class SmallDataset
{
    public const int Width = 40;
    public const int Height = 30;

    public static (CocoSource Source, CocoDataset Dataset) Write(TemporaryFolder folder, int images)
    {
        var dataset = Make(images);
        Directory.CreateDirectory(folder.File("images"));
        foreach (var image in dataset.Images)
        {
            WritePng(Path.Combine(folder.File("images"), image.FileName), Noise(image.Width, image.Height, image.Id));
        }

        dataset.Save(folder.File("annotations.json"));
        return (new CocoSource(folder.File("annotations.json"), folder.File("images")), dataset);
    }

    /// <summary>Image ids 1 to <paramref name="images"/>; image i has i % 4 boxes.</summary>
    public static CocoDataset Make(int images)
    {
        var annotations = new List<CocoAnnotation>();
        for (var image = 1; image <= images; image++)
        {
            for (var box = 0; box < image % 4; box++)
            {
                annotations.Add(new CocoAnnotation(annotations.Count + 1, image, 1, new BoxXyWh(2 + (5 * box), 3, 10, 12.5), 125, IsCrowd: false));
            }
        }

        return new CocoDataset(
            [.. Enumerable.Range(1, images).Select(id => new CocoImage(id, $"{id:D6}.png", Width, Height))], annotations, [new CocoCategory(1, "person")]);
    }

    public static RgbImage Noise(int width, int height, long seed)
    {
        var random = new SplitMix64(seed, "noise");
        var pixels = new byte[width * height * RgbImage.Channels];
        foreach (ref var value in pixels.AsSpan())
        {
            value = (byte)random.NextInt32(0, byte.MaxValue);
        }

        return new RgbImage(pixels, width, height);
    }

    public static void WritePng(string path, RgbImage image)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = image.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels);
                bitmap.SetPixel(x, y, new SKColor(pixel[0], pixel[1], pixel[2]));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
