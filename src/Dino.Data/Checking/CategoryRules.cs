namespace Dino.Data.Checking;

/// <summary>Category ids against the model: they are used as they are, without remapping.</summary>
internal static class CategoryRules
{
    private const int MostListed = 1000;

    public static IEnumerable<DatasetFinding> Find(CheckedPart part, DatasetCheckOptions options)
    {
        var used = part.Dataset.Annotations.Select(annotation => annotation.CategoryId).ToHashSet();
        for (var index = 0; index < part.Dataset.Categories.Count; index++)
        {
            var category = part.Dataset.Categories[index];
            if (!used.Contains(category.Id))
            {
                yield return part.CategoryFinding(FindingSeverity.Info, "unused-category", index, $"no annotation has category \"{category.Name}\"", remedy: null);
            }
        }

        foreach (var id in used.Order())
        {
            if (id >= options.NumClasses)
            {
                yield return BeyondModel(part, id, $"is beyond num_classes {options.NumClasses} (ids are used unchanged, so 0 to {options.NumClasses - 1} fit)", $"set num_classes to at least {id + 1} or renumber the categories");
            }

            // The label embedding has dn_labelbook_size + 1 rows.
            if (id > options.DnLabelbookSize)
            {
                yield return BeyondModel(part, id, $"is beyond dn_labelbook_size {options.DnLabelbookSize}", $"set dn_labelbook_size to at least {id}");
            }
        }

        if (Gaps(part) is { } gaps)
        {
            yield return gaps;
        }
    }

    private static DatasetFinding BeyondModel(CheckedPart part, int id, string message, string remedy)
    {
        var annotations = part.Dataset.Annotations.Count(annotation => annotation.CategoryId == id);
        return new DatasetFinding(
            FindingSeverity.Error, "category-beyond-model", part.Source.AnnotationFile, "categories", id, $"category_id {id} of {annotations} annotations {message}", remedy);
    }

    private static DatasetFinding? Gaps(CheckedPart part)
    {
        int[] ids = [.. part.Dataset.Categories.Select(category => category.Id).Distinct().Order()];
        if (ids.Length == 0 || ids[^1] - ids[0] + 1 == ids.Length)
        {
            return null;
        }

        var map = string.Join(", ", ids.Take(MostListed).Select((id, index) => $"{id}->{index + 1}"))
            + (ids.Length > MostListed ? ", ..." : "");
        return part.FileFinding(
            FindingSeverity.Info, "category-gaps", $"{ids.Length} category ids lie between {ids[0]} and {ids[^1]}; the classes between are never trained (without gaps: {map})", remedy: null);
    }
}
