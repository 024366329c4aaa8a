namespace Dino.Data.Checking.Rules;

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
                yield return part.OfAnnotation(
                    FindingSeverity.Warning,
                    "dangling-annotation",
                    index,
                    $"image_id {annotation.ImageId} is not in images{(other is null ? "" : $" but in {other.Source.AnnotationFile}")}, so the box is never used",
                    other is null ? "add the image or remove the annotation" : "move the annotation there",
                    Correction.Remove);
            }

            if (!categories.Contains(annotation.CategoryId))
            {
                yield return part.OfAnnotation(
                    FindingSeverity.Error,
                    "unknown-category",
                    index,
                    $"category_id {annotation.CategoryId} is not in categories: it would be trained but not evaluated",
                    "add the category or correct the annotation");
            }
        }
    }
}
