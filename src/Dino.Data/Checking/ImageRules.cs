using Dino.Data.Images;

namespace Dino.Data.Checking;

/// <summary>Entries of <c>images</c> against the files in the folder.</summary>
internal static class ImageRules
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp" };

    public static IEnumerable<DatasetFinding> Find(CheckedPart part)
        => Enumerable.Range(0, part.Inspections.Length).SelectMany(index => FindInEntry(part, index)).Concat(SameContent(part)).Concat(Unlisted(part));

    private static IEnumerable<DatasetFinding> FindInEntry(CheckedPart part, int index)
    {
        var (image, inspection) = (part.Dataset.Images[index], part.Inspections[index]);
        if (inspection.Failure is { } failure)
        {
            yield return inspection.Path is null
                ? part.ImageFinding(FindingSeverity.Error, "missing-image", index, failure, "put the file there or remove the entry", Correction.Remove)
                : part.ImageFinding(FindingSeverity.Error, "unreadable-image", index, failure, "replace the file or remove the entry", Correction.Remove);
        }

        if (inspection.Header is not { } header)
        {
            yield break;
        }

        if ((header.Width, header.Height) != (image.Width, image.Height))
        {
            var turned = (header.Height, header.Width) == (image.Width, image.Height);
            yield return part.ImageFinding(
                FindingSeverity.Error,
                "image-size",
                index,
                $"\"{image.FileName}\" has {header.Width}x{header.Height} pixels, the entry says {image.Width}x{image.Height}",
                turned ? "the boxes were probably drawn on the rotated picture: rotate the file and drop its EXIF orientation" : "correct the entry, and the boxes if they were drawn at another size");
        }
        else if (header.HasOrientation)
        {
            yield return part.ImageFinding(
                FindingSeverity.Warning, "exif-orientation", index, $"\"{image.FileName}\" has an EXIF orientation, which is not applied here but in most viewers", "check that the boxes fit the unrotated picture");
        }
    }

    private static IEnumerable<DatasetFinding> SameContent(CheckedPart part)
    {
        var first = new Dictionary<string, int>();
        for (var index = 0; index < part.Inspections.Length; index++)
        {
            if (part.Inspections[index].Sha256 is { } hash && !first.TryAdd(hash, index))
            {
                yield return part.ImageFinding(
                    FindingSeverity.Warning,
                    "same-picture",
                    index,
                    $"\"{part.Dataset.Images[index].FileName}\" is byte for byte the picture of image {part.Dataset.Images[first[hash]].Id}",
                    "keep one, or a split may put the same picture into train and val");
            }
        }
    }

    private static IEnumerable<DatasetFinding> Unlisted(CheckedPart part)
    {
        var listed = part.Inspections.Select(inspection => inspection.Path).OfType<string>().ToHashSet();
        return new ImageFolder(part.Source.ImageFolder).Files()
            .Where(path => Extensions.Contains(Path.GetExtension(path)) && !listed.Contains(path))
            .Select(path => new DatasetFinding(
                FindingSeverity.Warning,
                "unlisted-image",
                path,
                null,
                null,
                $"no entry in {part.Source.AnnotationFile} names this file, so it is not used",
                "add an entry or remove the file"));
    }
}
