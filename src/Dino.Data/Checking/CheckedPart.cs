using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;

namespace Dino.Data.Checking;

/// <summary>A source with everything that the rules look at.</summary>
internal sealed class CheckedPart
{
    private CheckedPart(CocoSource source, CocoDataset dataset, IReadOnlyList<CocoRecordFault> faults, ImageInspection[] inspections)
    {
        (Source, Dataset, Faults, Inspections) = (source, dataset, faults, inspections);
        Images = dataset.Images.DistinctBy(image => image.Id).ToDictionary(image => image.Id);
    }

    public CocoSource Source { get; }

    /// <summary>The readable records.</summary>
    public CocoDataset Dataset { get; }

    public IReadOnlyList<CocoRecordFault> Faults { get; }

    /// <summary>One for each of the dataset's images.</summary>
    public ImageInspection[] Inspections { get; }

    /// <summary>By id; of a repeated id the first.</summary>
    public IReadOnlyDictionary<long, CocoImage> Images { get; }

    /// <param name="progress">Gets the number of images looked at.</param>
    public static CheckedPart Load(CocoSource source, bool readImages, IProgress<int>? progress, CancellationToken cancellation)
    {
        var faults = new List<CocoRecordFault>();
        var dataset = CocoDataset.Read(source.AnnotationFile, faults.Add);
        var folder = new ImageFolder(source.ImageFolder);
        var inspections = new ImageInspection[dataset.Images.Count];
        var done = 0;
        var gate = new Lock();
        Parallel.For(0, inspections.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            inspections[index] = ImageInspection.Create(folder, dataset.Images[index], readImages);
            lock (gate)
            {
                progress?.Report(++done);
            }
        });
        return new CheckedPart(source, dataset, faults, inspections);
    }

    public DatasetFinding FileFinding(FindingSeverity severity, string code, string message, string? remedy)
        => new(severity, code, Source.AnnotationFile, null, null, message, remedy);

    public DatasetFinding ImageFinding(FindingSeverity severity, string code, int index, string message, string? remedy, Correction correction = Correction.None)
        => new(severity, code, Source.AnnotationFile, "images", Dataset.Images[index].Id, message, remedy, correction) { Index = index };

    public DatasetFinding AnnotationFinding(FindingSeverity severity, string code, int index, string message, string? remedy, Correction correction = Correction.None)
        => new(severity, code, Source.AnnotationFile, "annotations", Dataset.Annotations[index].Id, message, remedy, correction) { Index = index };

    public DatasetFinding CategoryFinding(FindingSeverity severity, string code, int index, string message, string? remedy)
        => new(severity, code, Source.AnnotationFile, "categories", Dataset.Categories[index].Id, message, remedy) { Index = index };
}

/// <summary>What is behind an <c>images</c> entry.</summary>
/// <param name="Path">The file; null when there is none that may be opened.</param>
/// <param name="Failure">Why it cannot be used; null when it can.</param>
/// <param name="Header">Null when the file was not read.</param>
/// <param name="Sha256">Of the file's bytes; null when it was not read.</param>
internal sealed record ImageInspection(string? Path, string? Failure, ImageHeader? Header = null, string? Sha256 = null)
{
    public static ImageInspection Create(ImageFolder folder, CocoImage image, bool read)
    {
        string path;
        try
        {
            path = folder.Resolve(image.FileName);
        }
        catch (Exception error) when (error is BadInputException or FileNotFoundException)
        {
            return new ImageInspection(null, error.Message);
        }

        if (!read)
        {
            return new ImageInspection(path, null);
        }

        var sha256 = FileHash.Sha256(path);
        try
        {
            var header = ImageDecoder.ReadHeader(path);
            ImageDecoder.Decode(path);
            return new ImageInspection(path, null, header, sha256);
        }
        catch (BadInputException error)
        {
            return new ImageInspection(path, error.Message, Sha256: sha256);
        }
    }
}
