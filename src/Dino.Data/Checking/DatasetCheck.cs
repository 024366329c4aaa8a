using Dino.Core;
using Dino.Data.Checking.Rules;
using Dino.Data.Coco;

namespace Dino.Data.Checking;

/// <summary>Finds what is wrong with a dataset before training and evaluation trip over it or, worse, do not.</summary>
public static class DatasetCheck
{
    /// <param name="progress">Gets the number of images looked at, part by part.</param>
    /// <exception cref="BadInputException">A file is not COCO at all. Single bad records are findings.</exception>
    public static DatasetCheckReport Run(
        CocoLayout layout,
        DatasetCheckOptions options,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        CheckedPart[] parts =
            [.. layout.Sources.Select(source => CheckedPart.Load(source, options.ReadImages, progress, cancellation))];
        var findings = parts.SelectMany(part => FindIn(part, parts, options)).Concat(PartsRules.Find(parts));
        return new DatasetCheckReport(
            [.. findings.OrderByDescending(finding => finding.Severity)],
            [.. parts.Select(part => PartStatistics.Of(part.Source.AnnotationFile, part.Dataset))]);
    }

    internal static IEnumerable<DatasetFinding> FindIn(CheckedPart part, IReadOnlyList<CheckedPart> parts, DatasetCheckOptions options)
        => RecordRules.Find(part)
            .Concat(ImageRules.Find(part))
            .Concat(ReferenceRules.Find(part, parts))
            .Concat(BoxRules.Find(part))
            .Concat(CategoryRules.Find(part, options))
            .Concat(FlagRules.Find(part));
}
