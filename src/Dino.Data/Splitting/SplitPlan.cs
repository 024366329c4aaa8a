using Dino.Core;
using Dino.Data.Coco;

namespace Dino.Data.Splitting;

/// <summary>Which images go where; each list in order of image id.</summary>
/// <param name="Unused">Images in neither part, when the numbers asked for are smaller than the set.</param>
public sealed record SplitPlan(IReadOnlyList<CocoImage> Train, IReadOnlyList<CocoImage> Validation, IReadOnlyList<CocoImage> Unused)
{
    /// <summary>Divides the images listed in <paramref name="dataset"/>. Depends on seed, ids and box counts, not on the order of the file.</summary>
    /// <param name="name">What to call the dataset in messages: its annotation file.</param>
    /// <exception cref="BadInputException">Too few images for the numbers asked for, no annotations at all, or ids that repeat.</exception>
    public static SplitPlan Make(CocoDataset dataset, SplitOptions options, string name)
    {
        RequireSplittable(dataset, name);
        var (train, validation) = Counts(dataset.Images.Count, options, name);
        var random = new SplitMix64(options.Seed, "split");
        CocoImage[] images = [.. dataset.Images.OrderBy(image => image.Id)];
        random.Shuffle<CocoImage>(images);
        if (options.StratifyByBoxes)
        {
            var annotations = dataset.AnnotationsByImage();
            images = [.. images.OrderBy(image => annotations[image.Id].Count())];
        }

        var (validationPart, rest) = Pick(images, validation, options, random);
        var (trainPart, unused) = Pick(rest, train, options, random);
        return new SplitPlan(ById(trainPart), ById(validationPart), ById(unused));
    }

    private static void RequireSplittable(CocoDataset dataset, string name)
    {
        if (dataset.Annotations.Count == 0)
        {
            throw new BadInputException($"{name}: has no annotations at all; expected at least one box to learn and evaluate");
        }

        RequireUnique(dataset.Images.Select(image => $"image id {image.Id}"), name);
        RequireUnique(dataset.Images.Select(image => $"file_name \"{image.FileName}\""), name);
    }

    private static void RequireUnique(IEnumerable<string> keys, string name)
    {
        var seen = new HashSet<string>();
        if (keys.FirstOrDefault(key => !seen.Add(key)) is { } repeated)
        {
            throw new BadInputException($"{name}: {repeated} occurs twice in images; expected each once");
        }
    }

    private static (int Train, int Validation) Counts(int images, SplitOptions options, string name)
    {
        var validation = options.Validation
            ?? (options.Train is { } given ? images - given : (int)Math.Round(images * options.ValidationFraction, MidpointRounding.AwayFromZero));
        var train = options.Train ?? (images - validation);
        return train >= 1 && validation >= 1 && train + validation <= images
            ? (train, validation)
            : throw new BadInputException($"{name}: lists {images} images; cannot give {train} to train and {validation} to val (at least 1 each)");
    }

    /// <summary>Takes <paramref name="count"/> images: the first ones of a shuffled list, or evenly spaced ones of a sorted list.</summary>
    private static (CocoImage[] Picked, CocoImage[] Others) Pick(CocoImage[] images, int count, SplitOptions options, SplitMix64 random)
    {
        if (!options.StratifyByBoxes)
        {
            return (images[..count], images[count..]);
        }

        // Systematic sampling: a step of length / count from a random start hits every stratum in proportion and gives exactly count.
        var start = random.NextInt32(0, Math.Max(0, images.Length - 1));
        var picked = images.Where((_, index) => Steps(index + 1) > Steps(index)).ToArray();
        return (picked, [.. images.Except(picked)]);

        long Steps(int index) => (((long)index * count) + start) / images.Length;
    }

    private static CocoImage[] ById(CocoImage[] images) => [.. images.OrderBy(image => image.Id)];
}

/// <summary>How a dataset is divided.</summary>
public sealed record SplitOptions
{
    /// <summary>40 of 201 images, the division of the experiment that this project repeats.</summary>
    public const double DefaultValidationFraction = 40.0 / 201;

    public long Seed { get; init; } = 42;

    /// <summary>Number of training images; null for all that validation leaves.</summary>
    public int? Train { get; init; }

    /// <summary>Number of validation images; null for all that <see cref="Train"/> leaves or, without it, <see cref="ValidationFraction"/>.</summary>
    public int? Validation { get; init; }

    /// <summary>Share of the images for validation when neither number is given, rounded to whole images; 201 images give 161/40.</summary>
    public double ValidationFraction { get; init; } = DefaultValidationFraction;

    /// <summary>Spread images evenly over both parts by their number of boxes.</summary>
    public bool StratifyByBoxes { get; init; }

    /// <summary>Copy the images; else they are hard-linked where the file system can.</summary>
    public bool Copy { get; init; }
}
