using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;

namespace Dino.Data.Splitting;

/// <summary>Divides a dataset into train and val and writes both as a COCODIR with a manifest.</summary>
public static class DatasetSplit
{
    private const string TrainPart = "train";
    private const string ValidationPart = "val";

    /// <summary>Writes the split to <paramref name="folder"/>, which must not exist, be empty, or hold this very split: then it is checked and reused.</summary>
    /// <exception cref="BadInputException">The data cannot be split as asked, or the folder holds something else; nothing is overwritten.</exception>
    /// <exception cref="FileNotFoundException">An image of the split is missing.</exception>
    public static SplitResult Write(
        CocoSource source, string folder, SplitOptions options, CancellationToken cancellation = default)
    {
        var dataset = CocoDataset.Load(source.AnnotationFile);
        var plan = SplitPlan.Make(dataset, options, source.AnnotationFile);
        var images = new ImageFolder(source.ImageFolder);
        using var document = JsonDocument.Parse(
            CocoFile.ReadJson(source.AnnotationFile), new JsonDocumentOptions { MaxDepth = CocoFile.MostDepth });
        var trainJson = CocoSubset.Make(document, dataset, plan.Train.Select(image => image.Id).ToHashSet());
        var validationJson = CocoSubset.Make(document, dataset, plan.Validation.Select(image => image.Id).ToHashSet());
        var listed = dataset.Images.Select(image => image.Id).ToHashSet();
        var manifest = new SplitManifest(
            options.Seed,
            options.StratifyByBoxes,
            FileHash.Sha256(source.AnnotationFile),
            plan.Train.Count,
            plan.Validation.Count,
            plan.Unused.Count,
            dataset.Annotations.Count(annotation => !listed.Contains(annotation.ImageId)),
            FileHash.Sha256(trainJson),
            FileHash.Sha256(validationJson),
            [.. Describe(plan.Train, TrainPart).Concat(Describe(plan.Validation, ValidationPart)).OrderBy(image => image.Id)]);

        var reused = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        if (reused)
        {
            RequireSame(folder, manifest);
        }
        else
        {
            WriteNew();
        }

        return new SplitResult(CocoSource.FromCocoDir(folder, TrainPart), CocoSource.FromCocoDir(folder, ValidationPart), manifest, reused);

        IEnumerable<SplitImage> Describe(IEnumerable<CocoImage> part, string name) => part.Select(image =>
        {
            cancellation.ThrowIfCancellationRequested();
            return new SplitImage(image.Id, image.FileName, name, FileHash.Sha256(images.Resolve(image.FileName)));
        });

        void WriteNew() => AtomicFolder.Write(folder, temporary =>
        {
            foreach (var image in manifest.Images)
            {
                cancellation.ThrowIfCancellationRequested();
                ImageFiles.Place(
                    images.Resolve(image.FileName),
                    Path.Combine(CocoSource.FromCocoDir(temporary, image.Part).ImageFolder, image.FileName),
                    options.Copy);
            }

            AtomicFile.Write(CocoSource.FromCocoDir(temporary, TrainPart).AnnotationFile, stream => stream.Write(trainJson));
            AtomicFile.Write(CocoSource.FromCocoDir(temporary, ValidationPart).AnnotationFile, stream => stream.Write(validationJson));
            manifest.Save(Path.Combine(temporary, SplitManifest.FileName));
        });
    }

    private static void RequireSame(string folder, SplitManifest wanted)
    {
        var path = Path.Combine(folder, SplitManifest.FileName);
        if (!InputFile.IsThere(path))
        {
            throw new BadInputException($"{folder}: is not empty and holds no split; choose another folder");
        }

        if (SplitManifest.Load(path).FirstDifference(wanted) is { } difference)
        {
            throw new BadInputException($"{folder}: holds a different split ({difference}); choose another folder or delete it");
        }

        RequireHash(CocoSource.FromCocoDir(folder, TrainPart).AnnotationFile, wanted.TrainAnnotationsSha256);
        RequireHash(CocoSource.FromCocoDir(folder, ValidationPart).AnnotationFile, wanted.ValidationAnnotationsSha256);
        foreach (var image in wanted.Images)
        {
            RequireHash(new ImageFolder(CocoSource.FromCocoDir(folder, image.Part).ImageFolder).Resolve(image.FileName), image.Sha256);
        }
    }

    private static void RequireHash(string path, string sha256)
    {
        if (!File.Exists(path) || FileHash.Sha256(path) != sha256)
        {
            throw new BadInputException($"{path}: is missing or was changed since the split was made; delete the split's folder to make it again");
        }
    }
}

/// <summary>A split on disk.</summary>
/// <param name="Reused">True when the folder held this very split already and nothing was written.</param>
public sealed record SplitResult(CocoSource Train, CocoSource Validation, SplitManifest Manifest, bool Reused);
