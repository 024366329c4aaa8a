using System.Text.Json;
using System.Text.Json.Nodes;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Splitting;

namespace Dino.Data.Checking.Fixing;

/// <summary>Writes a corrected copy of a dataset; the source stays as it is. What needs a decision (wrong sizes, categories, pictures in two parts) is
/// left and found again by a check of the copy.</summary>
public static class DatasetFix
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new() { Encoder = Json.Encoder, MaxDepth = CocoFile.MostDepth };

    /// <summary>Writes the copy to <paramref name="folder"/>, in the same layout, with hard links to the images and <c>changes.json</c>.</summary>
    /// <returns>Every change, also in <c>changes.json</c>.</returns>
    /// <exception cref="BadInputException">A file is not COCO at all, or the folder is not empty.</exception>
    public static IReadOnlyList<DatasetChange> Write(CocoLayout layout, string folder, CancellationToken cancellation = default)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new BadInputException($"{folder}: is not empty; choose another folder for the corrected copy");
        }

        var changes = new List<DatasetChange>();
        AtomicFolder.Write(folder, temporary =>
        {
            if (layout.Whole is { } whole)
            {
                var target = new CocoSource(Path.Combine(temporary, "annotations.json"), Path.Combine(temporary, "images"));
                Copy(whole, target, changes, cancellation);
            }

            foreach (var (part, name) in new[] { (layout.Train, "train"), (layout.Validation, "val") })
            {
                if (part is not null)
                {
                    Copy(part, CocoSource.FromCocoDir(temporary, name), changes, cancellation);
                }
            }

            AtomicFile.WriteText(Path.Combine(temporary, "changes.json"), JsonSerializer.Serialize(changes, Json) + "\n");
        });
        return changes;
    }

    private static void Copy(CocoSource source, CocoSource target, List<DatasetChange> changes, CancellationToken cancellation)
    {
        var working = new CocoSource(target.AnnotationFile, source.ImageFolder);
        AtomicFile.Write(target.AnnotationFile, stream => stream.Write(CocoFile.ReadAllBytes(source.AnnotationFile)));

        // A correction can make room for another: a removed image leaves its annotations dangling.
        while (Correct(working, changes, cancellation))
        {
        }

        var images = new ImageFolder(source.ImageFolder);
        foreach (var image in CocoDataset.Load(target.AnnotationFile).Images.DistinctBy(image => image.FileName))
        {
            cancellation.ThrowIfCancellationRequested();
            ImageFiles.Place(images.Resolve(image.FileName), Path.Combine(target.ImageFolder, image.FileName), copy: false);
        }
    }

    private static bool Correct(CocoSource working, List<DatasetChange> changes, CancellationToken cancellation)
    {
        var part = CheckedPart.Load(working, readImages: true, progress: null, cancellation);
        var findings = DatasetCheck.FindIn(part, [part], new DatasetCheckOptions()).Where(finding => finding.Correction != Correction.None).ToList();

        // Positions count readable records, so those that cannot be read go first.
        if (part.Faults.Count > 0)
        {
            findings.RemoveAll(finding => finding.Code != RecordRules.Unreadable);
        }

        if (findings.Count == 0)
        {
            return false;
        }

        var document = JsonNode.Parse(
            CocoFile.ReadJson(working.AnnotationFile).Span,
            documentOptions: new JsonDocumentOptions { MaxDepth = CocoFile.MostDepth })!;
        changes.AddRange(new RecordCorrector(document, working.AnnotationFile).Apply(findings));
        AtomicFile.WriteText(working.AnnotationFile, document.ToJsonString(Compact));
        return true;
    }
}

/// <summary>One thing that a corrected copy has otherwise than its source.</summary>
/// <param name="File">The corrected annotation file.</param>
/// <param name="Section">images or annotations.</param>
/// <param name="Id">The record's id in the source, when it had one.</param>
/// <param name="Code">The finding's code.</param>
/// <param name="Change">What was done, in words.</param>
public sealed record DatasetChange(string File, string Section, long? Id, string Code, string Change);
