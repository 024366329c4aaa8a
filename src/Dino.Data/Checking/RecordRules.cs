using Dino.Core.Coco;

namespace Dino.Data.Checking;

/// <summary>Records as such: readable, there at all, ids that identify.</summary>
internal static class RecordRules
{
    public const string Unreadable = "unreadable-record";

    public static IEnumerable<DatasetFinding> Find(CheckedPart part) =>
        part.Faults
            .Select(fault => FaultFinding(part, fault))
            .Concat(Empty(part))
            .Concat(Repeated(part))
            .Concat(AnnotationIds(part));

    private static DatasetFinding FaultFinding(CheckedPart part, CocoRecordFault fault)
    {
        // The reader asks for the area last, so nothing else is wrong with a record that lacks it.
        var lacksArea = fault.MissingField == "area";
        return new DatasetFinding(
            FindingSeverity.Error,
            Unreadable,
            part.Source.AnnotationFile,
            fault.Section,
            fault.Id,
            $"{fault.Section}[{fault.Index}]: {fault.Message}",
            lacksArea ? "set the area of the mask or width * height" : "correct or remove the record",
            lacksArea ? Correction.SetArea : Correction.Remove)
        { Index = fault.Index };
    }

    private static IEnumerable<DatasetFinding> Empty(CheckedPart part)
    {
        if (part.Dataset.Images.Count == 0)
        {
            yield return part.FileFinding(FindingSeverity.Error, "no-images", "lists no images", "list the images in 'images'");
        }

        if (part.Dataset.Annotations.Count == 0)
        {
            yield return part.FileFinding(FindingSeverity.Error, "no-annotations", "has no annotations at all", "expected at least one box to learn and evaluate");
        }

        if (part.Dataset.Categories.Count == 0)
        {
            yield return part.FileFinding(FindingSeverity.Error, "no-categories", "lists no categories, so evaluation would look at none", "list them in 'categories'");
        }
    }

    private static IEnumerable<DatasetFinding> Repeated(CheckedPart part)
    {
        foreach (var index in Again(part.Dataset.Images, image => image.Id))
        {
            yield return part.ImageFinding(
                FindingSeverity.Error, "duplicate-image-id", index, $"the id occurs again, for \"{part.Dataset.Images[index].FileName}\"", "give each image an id of its own");
        }

        foreach (var index in Again(part.Dataset.Annotations, annotation => annotation.Id))
        {
            yield return part.AnnotationFinding(
                FindingSeverity.Error, "duplicate-annotation-id", index, "the id occurs again; evaluation would mix up the two", "give each annotation an id of its own", Correction.Renumber);
        }

        foreach (var index in Again(part.Dataset.Categories, category => category.Id))
        {
            yield return part.CategoryFinding(
                FindingSeverity.Error, "duplicate-category-id", index, $"the id occurs again, for \"{part.Dataset.Categories[index].Name}\"", "give each category an id of its own");
        }
    }

    private static IEnumerable<DatasetFinding> AnnotationIds(CheckedPart part)
    {
        for (var index = 0; index < part.Dataset.Annotations.Count; index++)
        {
            if (part.Dataset.Annotations[index].Id == 0)
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning, "annotation-id-zero", index, "COCOeval takes id 0 for 'not matched', so this box never counts as found", "number annotations from 1", Correction.Renumber);
            }
        }

        var large = part.Dataset.Annotations.Count(annotation => annotation.Id is > int.MaxValue or < int.MinValue);
        if (large > 0)
        {
            yield return part.FileFinding(FindingSeverity.Info, "large-ids", $"{large} annotation ids need more than 32 bits (COCO's own crowd ids do)", remedy: null);
        }
    }

    /// <summary>Positions whose key occurred before.</summary>
    private static IEnumerable<int> Again<T>(IReadOnlyList<T> records, Func<T, long> key)
    {
        var seen = new HashSet<long>();
        return Enumerable.Range(0, records.Count).Where(index => !seen.Add(key(records[index])));
    }
}

/// <summary>Ids that records use for each other.</summary>
internal static class ReferenceRules
{
    public static IEnumerable<DatasetFinding> Find(CheckedPart part, IReadOnlyList<CheckedPart> parts)
    {
        var categories = part.Dataset.Categories.Select(category => category.Id).ToHashSet();
        for (var index = 0; index < part.Dataset.Annotations.Count; index++)
        {
            var annotation = part.Dataset.Annotations[index];
            if (!part.Images.ContainsKey(annotation.ImageId))
            {
                var other = parts.FirstOrDefault(candidate => candidate.Images.ContainsKey(annotation.ImageId));
                yield return part.AnnotationFinding(
                    FindingSeverity.Warning,
                    "dangling-annotation",
                    index,
                    $"image_id {annotation.ImageId} is not in images{(other is null ? "" : $" but in {other.Source.AnnotationFile}")}, so the box is never used",
                    other is null ? "add the image or remove the annotation" : "move the annotation there",
                    Correction.Remove);
            }

            if (!categories.Contains(annotation.CategoryId))
            {
                yield return part.AnnotationFinding(
                    FindingSeverity.Error,
                    "unknown-category",
                    index,
                    $"category_id {annotation.CategoryId} is not in categories: it would be trained but not evaluated",
                    "add the category or correct the annotation");
            }
        }
    }
}

/// <summary>What <c>iscrowd</c> and <c>ignore</c> mean here, where they occur.</summary>
internal static class FlagRules
{
    public static IEnumerable<DatasetFinding> Find(CheckedPart part)
    {
        var crowds = part.Dataset.Annotations.Count(annotation => annotation.IsCrowd);
        if (crowds > 0)
        {
            yield return part.FileFinding(
                FindingSeverity.Info, "crowds", $"{crowds} annotations have iscrowd 1: no training targets; in evaluation, detections inside them count neither as right nor as wrong", remedy: null);
        }

        var ignored = part.Dataset.Annotations.Count(annotation => annotation.Ignore);
        if (ignored > 0)
        {
            yield return part.FileFinding(
                FindingSeverity.Info, "ignored", $"{ignored} annotations have ignore 1, which has no effect: they are trained, and COCOeval overwrites the flag from iscrowd", remedy: null);
        }
    }
}
