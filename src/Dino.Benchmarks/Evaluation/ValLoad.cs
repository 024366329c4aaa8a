using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Evaluation;

namespace Dino.Benchmarks.Evaluation;

/// <summary>A random data set as large as COCO val2017: 5,000 images, 80 categories with ids from 1 to 90, and 36.7k boxes, a
/// third of which have one category. The caller chooses the number of detections per image. The same seed gives the same
/// bytes.</summary>
public static class ValLoad
{
    private const int Images = 5_000;
    private const int Objects = 36_700;
    private const int Categories = 80;
    private const int ImageWidth = 640;
    private const int ImageHeight = 480;

    // Ids that COCO leaves out of 1..90.
    private static readonly int[] UnusedIds = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];
    private static readonly int[] CategoryIds = [.. Enumerable.Range(1, 90).Except(UnusedIds)];

    /// <summary>Writes <c>gt.json</c> and <c>dt.json</c> into <paramref name="folder"/>.</summary>
    public static void Write(string folder, int detectionsPerImage, long seed = 7)
    {
        var random = new SplitMix64(seed, "val-load");
        var objects = DrawObjects(random);
        AtomicFile.Write(Path.Combine(folder, "gt.json"), stream => WriteGroundTruth(stream, objects));
        DrawDetections(random, objects, detectionsPerImage).Save(Path.Combine(folder, "dt.json"));
    }

    private static List<CocoAnnotation> DrawObjects(SplitMix64 random)
    {
        var objects = new List<CocoAnnotation>(Objects);
        for (var i = 0; i < Objects; i++)
        {
            var box = DrawBox(random);
            // Masks cover about half of their box. One object in a hundred is a crowd.
            objects.Add(new CocoAnnotation(
                i + 1,
                ImageId(random.NextInt32(0, Images - 1)),
                DrawCategory(random),
                box,
                box.Width * box.Height * random.NextDouble(0.4, 0.7),
                random.NextDouble() < 0.01));
        }

        return objects;
    }

    private static CocoDetections DrawDetections(SplitMix64 random, List<CocoAnnotation> objects, int detectionsPerImage)
    {
        var byImage = objects.ToLookup(target => target.ImageId);
        var detections = new CocoDetectionsBuilder();
        for (var image = 0; image < Images; image++)
        {
            var found = byImage[ImageId(image)].ToList();
            for (var d = 0; d < detectionsPerImage; d++)
            {
                // Every object gets one good box. Half of the other boxes lie near an object, half anywhere.
                var near = d < found.Count ? found[d]
                    : found.Count > 0 && random.NextDouble() < 0.5 ? found[random.NextInt32(0, found.Count - 1)]
                    : null;
                var spread = d < found.Count ? 0.08 : 0.4;
                var score = d < found.Count ? random.NextDouble(0.2, 1) : random.NextDouble() * random.NextDouble();
                detections.Add(
                    ImageId(image),
                    near is null || random.NextDouble() < 0.3 ? DrawCategory(random) : near.CategoryId,
                    AsFloats(near is null ? DrawBox(random) : Jitter(near.Box, spread, random)),
                    (float)score);
            }
        }

        return detections.Build();
    }

    private static long ImageId(int image) => (image * 116L) + 139;

    private static int DrawCategory(SplitMix64 random)
        => random.NextDouble() < 0.3 ? CategoryIds[0] : CategoryIds[random.NextInt32(0, Categories - 1)];

    private static BoxXyWh DrawBox(SplitMix64 random)
    {
        var width = ImageWidth * Math.Pow(random.NextDouble(0.1, 1), 3);
        var height = ImageHeight * Math.Pow(random.NextDouble(0.1, 1), 3);
        var x = random.NextDouble(0, ImageWidth - width);
        return Round(new BoxXyWh(x, random.NextDouble(0, ImageHeight - height), width, height));
    }

    private static BoxXyWh Jitter(BoxXyWh box, double spread, SplitMix64 random) => new(
        box.X + (box.Width * random.NextDouble(-spread, spread)),
        box.Y + (box.Height * random.NextDouble(-spread, spread)),
        box.Width * random.NextDouble(1 - spread, 1 + spread),
        box.Height * random.NextDouble(1 - spread, 1 + spread));

    /// <summary>Annotated boxes have two decimals.</summary>
    private static BoxXyWh Round(BoxXyWh box)
        => new(Math.Round(box.X, 2), Math.Round(box.Y, 2), Math.Round(box.Width, 2), Math.Round(box.Height, 2));

    /// <summary>A network predicts floats. As doubles they are printed with all their digits.</summary>
    private static BoxXyWh AsFloats(BoxXyWh box) => new((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height);

    private static void WriteGroundTruth(Stream stream, List<CocoAnnotation> objects) => JsonSerializer.Serialize(stream, new
    {
        images = Enumerable.Range(0, Images).Select(image => new
        {
            id = ImageId(image),
            width = ImageWidth,
            height = ImageHeight,
            file_name = $"{ImageId(image):D12}.jpg",
        }),
        annotations = objects.Select(target => new
        {
            id = target.Id,
            image_id = target.ImageId,
            category_id = target.CategoryId,
            bbox = new[] { target.Box.X, target.Box.Y, target.Box.Width, target.Box.Height },
            area = target.Area,
            iscrowd = target.IsCrowd ? 1 : 0,
        }),
        categories = CategoryIds.Select(id => new { id, name = $"category {id}" }),
    });
}
