using Dino.Core.Coco;

namespace Dino.Data.Checking.Rules;

/// <summary>Records as such: readable, there at all, ids that identify.</summary>
internal static class RecordRules
{
    public const string Unreadable = "unreadable-record";

    public static IEnumerable<DatasetFinding> Find(CheckedPart part) =>
        part.Faults
            .Select(fault => OfFault(part, fault))
            .Concat(Empty(part))
            .Concat(Repeated(part))
            .Concat(AnnotationIds(part));

    private static DatasetFinding OfFault(CheckedPart part, CocoRecordFault fault)
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
            yield return part.OfFile(FindingSeverity.Error, "no-images", "lists no images", "list the images in 'images'");
        }

        if (part.Dataset.Annotations.Count == 0)
        {
            yield return part.OfFile(FindingSeverity.Error, "no-annotations", "has no annotations at all", "expected at least one box to learn and evaluate");
        }

        if (part.Dataset.Categories.Count == 0)
        {
            yield return part.OfFile(FindingSeverity.Error, "no-categories", "lists no categories, so evaluation would look at none", "list them in 'categories'");
        }
    }

    private static IEnumerable<DatasetFinding> Repeated(CheckedPart part)
    {
        foreach (var index in Again(part.Dataset.Images, image => image.Id))
        {
            yield return part.OfImage(
                FindingSeverity.Error, "duplicate-image-id", index, $"the id occurs again, for \"{part.Dataset.Images[index].FileName}\"", "give each image an id of its own");
        }

        foreach (var index in Again(part.Dataset.Annotations, annotation => annotation.Id))
        {
            yield return part.OfAnnotation(
                FindingSeverity.Error, "duplicate-annotation-id", index, "the id occurs again; evaluation would mix up the two", "give each annotation an id of its own", Correction.Renumber);
        }

        foreach (var index in Again(part.Dataset.Categories, category => category.Id))
        {
            yield return part.OfCategory(
                FindingSeverity.Error, "duplicate-category-id", index, $"the id occurs again, for \"{part.Dataset.Categories[index].Name}\"", "give each category an id of its own");
        }
    }

    private static IEnumerable<DatasetFinding> AnnotationIds(CheckedPart part)
    {
        for (var index = 0; index < part.Dataset.Annotations.Count; index++)
        {
            if (part.Dataset.Annotations[index].Id == 0)
            {
                yield return part.OfAnnotation(
                    FindingSeverity.Warning, "annotation-id-zero", index, "COCOeval takes id 0 for 'not matched', so this box never counts as found", "number annotations from 1", Correction.Renumber);
            }
        }

        var large = part.Dataset.Annotations.Count(annotation => annotation.Id is > int.MaxValue or < int.MinValue);
        if (large > 0)
        {
            yield return part.OfFile(FindingSeverity.Info, "large-ids", $"{large} annotation ids need more than 32 bits (COCO's own crowd ids do)", remedy: null);
        }
    }

    /// <summary>Positions whose key occurred before.</summary>
    private static IEnumerable<int> Again<T>(IReadOnlyList<T> records, Func<T, long> key)
    {
        var seen = new HashSet<long>();
        return Enumerable.Range(0, records.Count).Where(index => !seen.Add(key(records[index])));
    }
}
