using Dino.Core;

namespace Dino.Data.Coco;

/// <summary>One annotation file and the folder its <c>file_name</c>s are relative to.</summary>
public sealed record CocoSource(string AnnotationFile, string ImageFolder)
{
    /// <summary>The two parts of a COCODIR: <c>annotations/instances_{part}2017.json</c> and <c>{part}2017/</c>, part being train or val.</summary>
    public static CocoSource FromCocoDir(string cocoDir, string part) => new(
        Path.Combine(cocoDir, "annotations", $"instances_{part}2017.json"),
        Path.Combine(cocoDir, $"{part}2017"));

    /// <summary>Finds the dataset at <paramref name="path"/>: with <paramref name="annotations"/>, an image folder (or a folder with
    /// <c>images/</c>) and that file; without, a COCODIR or a folder with <c>images/</c> and <c>annotations.json</c>. Opens no file.</summary>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    /// <exception cref="FileNotFoundException">No such annotation file.</exception>
    /// <exception cref="BadInputException">The folder has none of these shapes.</exception>
    public static CocoLayout Locate(string path, string? annotations = null)
    {
        if (!Directory.Exists(path))
        {
            throw File.Exists(path)
                ? new BadInputException($"{path}: is a file; expected a dataset folder")
                : new DirectoryNotFoundException($"{path}: no such folder; expected a dataset");
        }

        return annotations is null ? LocateFolder(path) : new CocoLayout(LocatePair(path, annotations), null, null);
    }

    private static CocoSource LocatePair(string folder, string annotations)
    {
        if (!InputFile.IsThere(annotations))
        {
            throw new FileNotFoundException($"{annotations}: no such file; expected a COCO annotation file (JSON)", annotations);
        }

        var images = Path.Combine(folder, "images");
        return new CocoSource(annotations, Directory.Exists(images) ? images : folder);
    }

    private static CocoLayout LocateFolder(string folder)
    {
        var train = IfComplete(FromCocoDir(folder, "train"));
        var validation = IfComplete(FromCocoDir(folder, "val"));
        if (train is not null || validation is not null)
        {
            return new CocoLayout(null, train, validation);
        }

        var flat = IfComplete(new CocoSource(Path.Combine(folder, "annotations.json"), Path.Combine(folder, "images")));
        return flat is not null
            ? new CocoLayout(flat, null, null)
            : throw new BadInputException(
                $"{folder}: not a COCO dataset; expected images/ with annotations.json, or annotations/instances_train2017.json with train2017/ (and val), or an annotation file given apart");
    }

    private static CocoSource? IfComplete(CocoSource source)
        => File.Exists(source.AnnotationFile) && Directory.Exists(source.ImageFolder) ? source : null;
}

/// <summary>What was found at a path: one undivided set, or the parts of a COCODIR.</summary>
/// <param name="Whole">The undivided set; null for a COCODIR.</param>
/// <param name="Train">The train part of a COCODIR; null when it has none.</param>
/// <param name="Validation">The val part of a COCODIR; null when it has none.</param>
public sealed record CocoLayout(CocoSource? Whole, CocoSource? Train, CocoSource? Validation)
{
    /// <summary>True when train and val are given, so that nothing is left to split.</summary>
    public bool IsSplit => Train is not null && Validation is not null;

    /// <summary>Every source there is, train before val.</summary>
    public IEnumerable<CocoSource> Sources => new[] { Whole, Train, Validation }.OfType<CocoSource>();
}
