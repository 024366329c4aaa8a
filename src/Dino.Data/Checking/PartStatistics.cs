using Dino.Data.Coco;
using Dino.Data.Transforms;

namespace Dino.Data.Checking;

/// <summary>What one annotation file holds.</summary>
/// <param name="SmallestImage">"width x height" of the image with the fewest pixels, as the file says; empty without images.</param>
/// <param name="LargestImage">The same of the one with the most.</param>
/// <param name="ImagesWithoutBoxes">Images without a box that training uses.</param>
/// <param name="Unused">Annotations that training does not use: crowds, and boxes outside their image or without area.</param>
/// <param name="Small">Annotations below 32^2 pixels of area, COCO's limit.</param>
/// <param name="Medium">From there to below 96^2.</param>
/// <param name="Large">The rest.</param>
/// <param name="FewestBoxes">Boxes that training uses, of the image with the fewest.</param>
public sealed record PartStatistics(
    string File,
    int Images,
    int ImagesWithoutBoxes,
    string SmallestImage,
    string LargestImage,
    int Annotations,
    int Crowds,
    int Ignored,
    int Unused,
    int Small,
    int Medium,
    int Large,
    int FewestBoxes,
    double MedianBoxes,
    int MostBoxes,
    IReadOnlyList<CategoryStatistics> Categories)
{
    // COCOeval's area ranges (cocoeval.py, Params.areaRng).
    private const double SmallArea = 32 * 32;
    private const double MediumArea = 96 * 96;

    public static PartStatistics Create(string file, CocoDataset dataset)
    {
        var used = BoxCount.UsedInTraining(dataset).ToLookup(annotation => annotation.ImageId);
        int[] counts = [.. dataset.Images.Select(image => used[image.Id].Count()).Order()];
        var bySize = dataset.Images.OrderBy(image => (long)image.Width * image.Height).Select(image => $"{image.Width}x{image.Height}").ToList();
        var byCategory = dataset.Annotations.ToLookup(annotation => annotation.CategoryId);
        return new PartStatistics(
            file,
            dataset.Images.Count,
            counts.Count(count => count == 0),
            bySize.FirstOrDefault(""),
            bySize.LastOrDefault(""),
            dataset.Annotations.Count,
            dataset.Annotations.Count(annotation => annotation.IsCrowd),
            dataset.Annotations.Count(annotation => annotation.Ignore),
            BoxCount.ForTraining(dataset).Unused,
            dataset.Annotations.Count(annotation => annotation.Area < SmallArea),
            dataset.Annotations.Count(annotation => annotation.Area is >= SmallArea and < MediumArea),
            dataset.Annotations.Count(annotation => annotation.Area >= MediumArea),
            counts.FirstOrDefault(),
            counts.Length == 0 ? 0 : (counts[(counts.Length - 1) / 2] + counts[counts.Length / 2]) / 2.0,
            counts.LastOrDefault(),
            [
                .. dataset.Categories.Select(category => new CategoryStatistics(
                    category.Id,
                    category.Name,
                    byCategory[category.Id].Count(),
                    byCategory[category.Id].DistinctBy(annotation => annotation.ImageId).Count())),
            ]);
    }
}

/// <summary>How often a category occurs.</summary>
/// <param name="Images">Images with at least one annotation of it.</param>
public sealed record CategoryStatistics(int Id, string Name, int Annotations, int Images);
