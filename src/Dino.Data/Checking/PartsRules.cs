namespace Dino.Data.Checking;

/// <summary>Parts against each other: pictures in both, annotations lost between them.</summary>
internal static class PartsRules
{
    // Ids that fill their range this far were numbered one by one, so a hole is a loss and not a style.
    private const double Dense = 0.95;
    private const int MostListed = 10;

    public static IEnumerable<DatasetFinding> Find(IReadOnlyList<CheckedPart> parts)
    {
        var findings = LostAnnotations(parts);
        return parts is [var train, var validation] ? findings.Concat(Shared(train, validation)) : findings;
    }

    private static IEnumerable<DatasetFinding> Shared(CheckedPart train, CheckedPart validation)
    {
        var names = train.Dataset.Images.Select(image => image.FileName).ToHashSet();
        var contents = new Dictionary<string, long>();
        for (var index = 0; index < train.Inspections.Length; index++)
        {
            if (train.Inspections[index].Sha256 is { } hash)
            {
                contents.TryAdd(hash, train.Dataset.Images[index].Id);
            }
        }

        for (var index = 0; index < validation.Inspections.Length; index++)
        {
            var name = validation.Dataset.Images[index].FileName;
            if (validation.Inspections[index].Sha256 is { } hash && contents.TryGetValue(hash, out var id))
            {
                yield return validation.ImageFinding(
                    FindingSeverity.Error, "shared-picture", index, $"\"{name}\" is byte for byte image {id} of {train.Source.AnnotationFile}: evaluation would see what was trained", "keep it in one part");
            }
            else if (names.Contains(name))
            {
                yield return validation.ImageFinding(
                    FindingSeverity.Warning, "shared-name", index, $"{train.Source.AnnotationFile} lists \"{name}\" as well", "check that the two are different pictures");
            }
        }
    }

    private static IEnumerable<DatasetFinding> LostAnnotations(IReadOnlyList<CheckedPart> parts)
    {
        long[] ids = [.. parts.SelectMany(part => part.Dataset.Annotations).Select(annotation => annotation.Id).Distinct().Order()];
        if (ids.Length < 2 || ids.Length >= ids[^1] - (double)ids[0] + 1 || ids.Length < Dense * (ids[^1] - (double)ids[0] + 1))
        {
            yield break;
        }

        var present = ids.ToHashSet();
        var missing = Range(ids[0], ids[^1]).Where(id => !present.Contains(id)).ToList();
        var list = string.Join(", ", missing.Take(MostListed)) + (missing.Count > MostListed ? ", ..." : "");
        yield return parts[0].FileFinding(
            FindingSeverity.Warning, "lost-annotations", $"annotation ids run from {ids[0]} to {ids[^1]} in all parts together, but {missing.Count} do not occur: {list}", "look for them in the original file");
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var id = first; id < last; id++)
        {
            yield return id;
        }
    }
}
