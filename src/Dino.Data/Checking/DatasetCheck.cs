using Dino.Core;
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
            [.. parts.Select(part => PartStatistics.Create(part.Source.AnnotationFile, part.Dataset))]);
    }

    internal static IEnumerable<DatasetFinding> FindIn(CheckedPart part, IReadOnlyList<CheckedPart> parts, DatasetCheckOptions options)
        => RecordRules.Find(part)
            .Concat(ImageRules.Find(part))
            .Concat(ReferenceRules.Find(part, parts))
            .Concat(BoxRules.Find(part))
            .Concat(CategoryRules.Find(part, options))
            .Concat(FlagRules.Find(part));
}

/// <summary>What the dataset has to suit.</summary>
public sealed record DatasetCheckOptions
{
    /// <summary>The model's num_classes: every category id must be below it; null to leave it unchecked.</summary>
    public int? NumClasses { get; init; }

    /// <summary>The model's dn_labelbook_size: its label embedding has one row more, so every category id may be at most this; null to leave it unchecked.</summary>
    public int? DnLabelbookSize { get; init; }

    /// <summary>Decode every image and hash every file; else only look whether it is there.</summary>
    public bool ReadImages { get; init; } = true;
}
